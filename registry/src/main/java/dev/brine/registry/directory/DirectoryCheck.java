package dev.brine.registry.directory;

import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.Difference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import dev.brine.registry.parsing.NamedTypes;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** Everything that can be wrong with a directory beyond single files: gaps, levels, names, settings. */
final class DirectoryCheck {

    private record Definition(SchemaFile file, String path, Schema schema) {}

    private final SchemaTree tree;
    private final Verdicts verdicts;
    private final List<Problem> problems;

    private DirectoryCheck(SchemaTree tree, Verdicts verdicts) {
        this.tree = tree;
        this.verdicts = verdicts;
        this.problems = new ArrayList<>(tree.problems());
    }

    /** All problems of the tree, those found while it was read first. */
    static List<Problem> problems(SchemaTree tree) {
        return problems(tree, Verdicts.none());
    }

    /** As above, without comparing released versions again that were found in order before. */
    static List<Problem> problems(SchemaTree tree, Verdicts verdicts) {
        DirectoryCheck check = new DirectoryCheck(tree, verdicts);
        if (tree.files().isEmpty() && tree.lock().lines().isEmpty()) {
            check.problems.add(Problem.invalid(
                    "no-subjects",
                    tree.source().describe(""),
                    "",
                    "the directory has no subject",
                    "name the directory that has SUBJECT/v1.avsc in it, or add one"));
        }
        tree.bySubject().forEach((subject, versions) -> {
            check.gaps(subject, versions);
            check.levels(subject, versions);
        });
        check.names();
        check.settings();
        return check.problems;
    }

    private void gaps(String subject, List<SchemaFile> versions) {
        int expected = 1;
        for (SchemaFile file : versions) {
            SubjectVersion missing = new SubjectVersion(subject, expected);
            // A released version that is missing has its own problem.
            if (file.name().version() != expected && tree.lock().find(missing).isEmpty() && !file.released()) {
                problems.add(Problem.invalid(
                        "version-gap",
                        file.file(),
                        "",
                        "found " + file.name() + ", and there is no " + missing,
                        "rename the file to v" + expected + ".avsc"));
            }
            expected = file.name().version() + 1;
        }
    }

    private void levels(String subject, List<SchemaFile> versions) {
        CompatibilityLevel level = tree.subjects().level(subject);
        boolean known = verdicts.knows(subject);
        boolean drafts = versions.stream().anyMatch(file -> !file.released());
        if (known && !drafts) {
            verdicts.remember(subject);
            return;
        }
        boolean inOrder = true;
        List<NamedSchema> older = new ArrayList<>();
        for (SchemaFile file : versions) {
            Optional<ParsedSchema> schema = file.schema();
            if (schema.isEmpty()) {
                inOrder &= !file.released();
                continue;
            }
            NamedSchema candidate =
                    new NamedSchema(file.name().toString(), schema.get().schema());
            boolean compare = !known || !file.released();
            if (compare && CompatibilityCheck.check(level, candidate, older) instanceof Compatibility.Broken broken) {
                broken.differences().forEach(difference -> problems.add(incompatible(file, level, difference)));
                inOrder &= !file.released();
            }
            older.add(candidate);
        }
        // With a problem anywhere in files or lock it is not looked into whose it is.
        if (inOrder && (known || tree.problems().isEmpty())) {
            verdicts.remember(subject);
        }
    }

    private static Problem incompatible(SchemaFile file, CompatibilityLevel level, Difference difference) {
        boolean backward = difference.reader().equals(file.name().toString());
        String remedy = file.released()
                ? "both are released, so only the level can change: set one in " + SubjectsFile.FILE + " that they keep"
                : difference.advice();
        return new Problem(
                Problem.Kind.INCOMPATIBLE,
                difference.rule(),
                file.file(),
                backward ? difference.path() : "(" + difference.path() + " of " + difference.reader() + ")",
                difference.reader() + " reads " + difference.readerSide() + ", " + difference.writer() + " writes "
                        + difference.writerSide() + ", and the level is " + level,
                remedy);
    }

    /** The newest versions must agree about every name that more than one of them defines. */
    private void names() {
        Map<String, Definition> definitions = new HashMap<>();
        tree.bySubject().forEach((subject, versions) -> {
            SchemaFile file = versions.get(versions.size() - 1);
            file.schema().ifPresent(parsed -> {
                Map<String, Schema> types = NamedTypes.of(parsed.schema());
                file.syntax().definedNames().forEach((name, path) -> {
                    Schema schema = types.get(name);
                    if (schema != null) {
                        clash(definitions, name, new Definition(file, path, schema));
                    }
                });
            });
        });
    }

    private void clash(Map<String, Definition> definitions, String name, Definition found) {
        Definition first = definitions.putIfAbsent(name, found);
        if (first != null && !first.schema().equals(found.schema())) {
            problems.add(Problem.invalid(
                    "name-clash",
                    found.file().file(),
                    found.path().isEmpty() ? "/" : found.path(),
                    name + " is defined here and, differently, in "
                            + first.file().file() + " at " + (first.path().isEmpty() ? "/" : first.path()),
                    "make it a subject of its own, " + SubjectFolder.of(name)
                            + "/v1.avsc, and use it by name in new versions of both; or rename one"));
        }
    }

    private void settings() {
        String file = tree.source().describe(SubjectsFile.FILE);
        Map<String, List<SchemaFile>> subjects = tree.bySubject();
        tree.subjects().levels().keySet().forEach(subject -> {
            if (!subjects.containsKey(subject)) {
                problems.add(unknownSubject(file, "subjects/" + subject, subject, subjects));
            }
        });
        tree.subjects().aliases().forEach((alias, subject) -> {
            if (subjects.containsKey(alias)) {
                problems.add(Problem.invalid(
                        "alias-is-subject",
                        file,
                        "aliases/" + alias,
                        "the alias " + alias + " is the name of a subject",
                        "delete the alias, or rename it"));
            }
            if (!subjects.containsKey(subject)) {
                problems.add(unknownSubject(file, "aliases/" + alias, subject, subjects));
            }
        });
        tree.subjects().bindings().values().forEach(binding -> {
            if (!subjects.containsKey(tree.subjects().subject(binding.subject()))) {
                problems.add(unknownSubject(file, "bindings/" + binding.topic(), binding.subject(), subjects));
            }
        });
    }

    private static Problem unknownSubject(
            String file, String at, String subject, Map<String, List<SchemaFile>> subjects) {
        return Problem.invalid(
                "unknown-subject",
                file,
                at,
                "there is no subject " + subject,
                "the directory has " + String.join(", ", subjects.keySet()));
    }
}
