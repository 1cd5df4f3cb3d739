package dev.brine.registry.directory;

import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The released versions of a directory, in the order of their release.
 *
 * <p>The file has one line a version: {@code id guid fingerprint subject version [name=subject:version ...]}, separated
 * by single spaces; lines that begin with {@code #} and empty lines are comments. Lines are appended and never change.
 */
final class SchemaLock {

    static final String FILE = "schemas.lock";

    private static final String HEADER = """
            # The released versions of this directory, one a line, and for ever: 'brine schema release' appends, nothing edits.
            # id guid fingerprint subject version [name=subject:version ...]
            """;

    private final String text;
    private final Map<SubjectVersion, LockLine> lines;

    SchemaLock(String text, List<LockLine> lines) {
        this.text = text;
        this.lines = new LinkedHashMap<>();
        lines.forEach(line -> this.lines.put(line.name(), line));
    }

    /** The lock of a directory from which nothing was released. */
    static SchemaLock empty() {
        return new SchemaLock("", List.of());
    }

    List<LockLine> lines() {
        return List.copyOf(lines.values());
    }

    Optional<LockLine> find(SubjectVersion name) {
        return Optional.ofNullable(lines.get(name));
    }

    /** The id that this guid has, or the next free one. */
    int idFor(UUID guid) {
        int highest = 0;
        for (LockLine line : lines.values()) {
            if (line.guid().equals(guid)) {
                return line.id();
            }
            highest = Math.max(highest, line.id());
        }
        return Math.addExact(highest, 1);
    }

    /** The highest id in it, 0 when it is empty. */
    int highestId() {
        return lines.values().stream().mapToInt(LockLine::id).max().orElse(0);
    }

    /** The lock with one more line; what was written before stays byte for byte. */
    SchemaLock with(LockLine added) {
        return with(List.of(added));
    }

    /** The lock with more lines at its end. */
    SchemaLock with(List<LockLine> added) {
        if (added.isEmpty()) {
            return this;
        }
        StringBuilder longer = new StringBuilder(text.isEmpty() ? HEADER : text);
        if (longer.charAt(longer.length() - 1) != '\n') {
            longer.append('\n');
        }
        added.forEach(line -> longer.append(line.text()).append('\n'));
        List<LockLine> all = new ArrayList<>(lines.values());
        all.addAll(added);
        return new SchemaLock(longer.toString(), all);
    }

    /** The file's content. */
    String text() {
        return text;
    }
}
