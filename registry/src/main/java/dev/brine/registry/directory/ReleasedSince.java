package dev.brine.registry.directory;

import dev.brine.registry.compatibility.SchemaChange;
import dev.brine.registry.compatibility.SchemaDiff;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares a working tree with a git revision of it: nothing that the revision released may be missing or different. */
final class ReleasedSince {

    private ReleasedSince() {}

    /** The problems of {@code work}, with those that only the comparison shows; {@code found} are those without it. */
    static List<Problem> problems(SchemaTree base, SchemaTree work, List<Problem> found) {
        List<Problem> problems = new ArrayList<>();
        Set<String> explained = new TreeSet<>();
        problems.addAll(base.problems());
        for (LockLine line : base.lock().lines()) {
            Optional<LockLine> now = work.lock().find(line.name());
            if (now.isEmpty()) {
                problems.add(Problem.invalid(
                        "release-missing",
                        work.source().describe(SchemaLock.FILE),
                        "",
                        line.name() + " (id " + line.id() + ") is released in "
                                + base.source().location() + " and not here",
                        "merge that revision; or, if the line was deleted here, restore it"));
            } else if (!now.get().sameRelease(line)) {
                problems.add(Problem.invalid(
                        "release-changed",
                        work.source().describe(SchemaLock.FILE),
                        now.get().number(),
                        "found '" + now.get().text() + "', and " + base.source().location() + " has '" + line.text()
                                + "'",
                        "restore that line; if both branches released, release yours again as the next version"));
            }
            edits(base, work, line).ifPresent(edit -> {
                problems.add(edit);
                explained.add(edit.file());
            });
        }
        found.stream()
                .filter(one -> !one.rule().equals("released-file-edited") || !explained.contains(one.file()))
                .forEach(problems::add);
        return problems;
    }

    /** What was changed in a released file, when the revision still has it as it was released. */
    static Optional<Problem> edits(SchemaTree base, SchemaTree work, LockLine line) {
        Optional<ParsedSchema> before = base.find(line.name()).flatMap(SchemaFile::schema);
        Optional<SchemaFile> file = work.find(line.name());
        Optional<ParsedSchema> after = file.flatMap(SchemaFile::schema);
        if (file.isEmpty()
                || before.isEmpty()
                || after.isEmpty()
                || !before.get().guid().equals(line.guid())
                || before.get().guid().equals(after.get().guid())) {
            return Optional.empty();
        }
        List<SchemaChange> changes =
                SchemaDiff.between(before.get().schema(), after.get().schema());
        String what = changes.isEmpty()
                ? "the references or the layout of the types differ"
                : String.join("; ", changes.stream().map(SchemaChange::toString).toList());
        return Optional.of(Problem.invalid(
                "released-file-edited",
                file.get().file(),
                changes.isEmpty() ? "" : changes.get(0).path(),
                line.name() + " was released, and the file was changed since "
                        + base.source().location() + ": " + what,
                "restore the file with 'git checkout', and put the change into the next version"));
    }
}
