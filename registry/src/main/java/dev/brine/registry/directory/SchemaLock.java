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

    /** The lock with one more line; what was written before stays byte for byte. */
    SchemaLock with(LockLine added) {
        String start = text.isEmpty() ? HEADER : text.endsWith("\n") ? text : text + "\n";
        List<LockLine> all = new ArrayList<>(lines.values());
        all.add(added);
        return new SchemaLock(start + added.text() + "\n", all);
    }

    /** The file's content. */
    String text() {
        return text;
    }
}
