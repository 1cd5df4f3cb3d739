package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Parameters;

/** Which subjects of the directory a command looks at: those named, or all. */
final class SubjectsParameter {

    @Parameters(paramLabel = "SUBJECT", arity = "0..*", description = "Only these subjects.")
    private List<String> subjects = new ArrayList<>();

    /**
     * Keeps what is of these subjects.
     *
     * @throws CliException if the directory has nothing of one of them
     */
    <T> List<T> of(List<T> all, Function<T, SubjectVersion> name, DirectoryOption directory, Console console) {
        for (String subject : subjects) {
            if (all.stream().noneMatch(one -> name.apply(one).subject().equals(subject))) {
                throw CliException.failed("there is no subject " + subject + " in " + directory.path(console))
                        .trying("'brine schema ls' lists all");
            }
        }
        return all.stream()
                .filter(one ->
                        subjects.isEmpty() || subjects.contains(name.apply(one).subject()))
                .toList();
    }
}
