package dev.brine.registry.directory;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a lock strictly and finds every line that is wrong, with its number. */
final class LockParser {

    private static final String FORM = "id guid fingerprint subject version [name=subject:version ...]";
    private static final String RESTORE =
            "restore the line from git; only 'brine schema release' writes this file, and only at its end";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern REFERENCE = Pattern.compile("([^=:]+)=([^=:]+):([1-9][0-9]{0,9})");

    private final String file;
    private final List<Problem> problems;
    private final List<LockLine> lines = new ArrayList<>();
    private final Map<SubjectVersion, LockLine> byName = new HashMap<>();
    private final Map<Integer, LockLine> byId = new HashMap<>();
    private final Map<UUID, LockLine> byGuid = new HashMap<>();

    private LockParser(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Reads what can be read; each line that cannot adds to {@code problems}. */
    static SchemaLock parse(String file, String text, List<Problem> problems) {
        LockParser parser = new LockParser(file, problems);
        List<String> rows = text.lines().toList();
        for (int i = 0; i < rows.size(); i++) {
            parser.row(rows.get(i), i + 1);
        }
        parser.versionsHaveNoGaps();
        parser.referencesAreReleased();
        return new SchemaLock(text, parser.lines);
    }

    private void row(String row, int number) {
        if (row.isEmpty() || row.startsWith("#")) {
            return;
        }
        if (row.startsWith("<<<<<<<") || row.startsWith("=======") || row.startsWith(">>>>>>>")) {
            problem(
                    "merge-conflict",
                    number,
                    "two branches released at once and their lines met",
                    "keep the other branch's lines, delete yours and the markers, and run 'brine schema release' again");
            return;
        }
        String[] words = row.split(" ", -1);
        if (words.length < 5) {
            malformed(number, "found " + words.length + " words");
            return;
        }
        Optional<LockLine> line = line(words, number);
        line.ifPresent(this::add);
    }

    private Optional<LockLine> line(String[] words, int number) {
        Optional<Integer> id = number(words[0]);
        Optional<String> subject = SubjectFolder.subject(words[3]);
        Optional<Integer> version = number(words[4]);
        if (id.isEmpty()) {
            malformed(number, "the id '" + words[0] + "' is not a number from 1 to 2147483647");
        } else if (!GUID.matcher(words[1]).matches()) {
            malformed(number, "the guid '" + words[1] + "' is not one in lower case");
        } else if (!FINGERPRINT.matcher(words[2]).matches()) {
            malformed(number, "the fingerprint '" + words[2] + "' is not 16 hexadecimal digits in lower case");
        } else if (subject.isEmpty()) {
            malformed(number, "'" + words[3] + "' is not a subject's folder");
        } else if (version.isEmpty()) {
            malformed(number, "the version '" + words[4] + "' is not a number from 1");
        } else {
            List<SchemaReference> references = new ArrayList<>();
            for (int i = 5; i < words.length; i++) {
                Optional<SchemaReference> reference = reference(words[i]);
                if (reference.isEmpty()) {
                    malformed(number, "'" + words[i] + "' is not name=subject:version");
                    return Optional.empty();
                }
                references.add(reference.get());
            }
            return Optional.of(new LockLine(
                    id.get(),
                    UUID.fromString(words[1]),
                    HexFormat.fromHexDigitsToLong(words[2]),
                    new SubjectVersion(subject.get(), version.get()),
                    references,
                    number));
        }
        return Optional.empty();
    }

    private void add(LockLine line) {
        LockLine sameName = byName.putIfAbsent(line.name(), line);
        if (sameName != null) {
            problem(
                    "released-twice",
                    line.number(),
                    line.name() + " is already released in line " + sameName.number(),
                    "delete this line, make the file the next version, and release it again");
            return;
        }
        LockLine sameId = byId.putIfAbsent(line.id(), line);
        if (sameId != null && !sameId.guid().equals(line.guid())) {
            problem(
                    "id-used-twice",
                    line.number(),
                    "id " + line.id() + " is already that of " + sameId.name() + " in line " + sameId.number(),
                    "keep the line that was on the main branch first, delete the other, and release that one again");
        }
        LockLine sameGuid = byGuid.putIfAbsent(line.guid(), line);
        if (sameGuid != null && (sameGuid.id() != line.id() || sameGuid.fingerprint() != line.fingerprint())) {
            problem(
                    "guid-used-twice",
                    line.number(),
                    "the same schema has id " + sameGuid.id() + " in line " + sameGuid.number() + " and id " + line.id()
                            + " here, or another fingerprint",
                    "one schema has one id: " + RESTORE);
        }
        lines.add(line);
    }

    private void versionsHaveNoGaps() {
        Map<String, TreeMap<Integer, LockLine>> subjects = new TreeMap<>();
        for (LockLine line : lines) {
            subjects.computeIfAbsent(line.name().subject(), subject -> new TreeMap<>())
                    .put(line.name().version(), line);
        }
        subjects.forEach((subject, versions) -> {
            int expected = 1;
            for (LockLine line : versions.values()) {
                if (line.name().version() != expected) {
                    problem(
                            "version-gap",
                            line.number(),
                            line.name() + " is released, and " + subject + " v" + expected + " is not",
                            "restore the missing line from git");
                }
                expected = line.name().version() + 1;
            }
        });
    }

    private void referencesAreReleased() {
        for (LockLine line : lines) {
            for (SchemaReference reference : line.references()) {
                if (!byName.containsKey(reference.target())) {
                    problem(
                            "reference-not-released",
                            line.number(),
                            line.name() + " uses " + reference.name() + " of " + reference.target()
                                    + ", which no line releases",
                            RESTORE);
                }
            }
        }
    }

    private static Optional<Integer> number(String word) {
        if (!NUMBER.matcher(word).matches()) {
            return Optional.empty();
        }
        long value = Long.parseLong(word);
        return value > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) value);
    }

    private static Optional<SchemaReference> reference(String word) {
        Matcher parts = REFERENCE.matcher(word);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<String> name = SubjectFolder.subject(parts.group(1));
        Optional<String> subject = SubjectFolder.subject(parts.group(2));
        Optional<Integer> version = number(parts.group(3));
        return name.isEmpty() || subject.isEmpty() || version.isEmpty()
                ? Optional.empty()
                : Optional.of(new SchemaReference(name.get(), subject.get(), version.get()));
    }

    private void malformed(int number, String what) {
        problem("malformed-lock", number, what + "; a line is '" + FORM + "'", RESTORE);
    }

    private void problem(String rule, int number, String what, String remedy) {
        problems.add(Problem.invalid(rule, file, number, what, remedy));
    }
}
