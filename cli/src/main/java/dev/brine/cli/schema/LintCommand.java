package dev.brine.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.directory.ProblemText;
import dev.brine.registry.directory.VersionText;
import dev.brine.registry.lint.Finding;
import dev.brine.registry.lint.LintLevel;
import dev.brine.registry.lint.SchemaLint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brine schema lint}. */
@Command(
        name = "lint",
        description = {
            "Looks for what is allowed in a schema and will be regretted: names, missing documentation, defaults that"
                    + " stand in the way of the next version, and what would become code in generated sources. Looks at"
                    + " drafts and at the newest version of each subject. Needs no server. docs/reference/schema-lint.md"
                    + " lists the rules."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no errors; there may be warnings",
            "1:an error, or, with --strict, a warning",
            "2:wrong usage or configuration",
            "5:the directory could not be read"
        })
final class LintCommand implements Callable<Integer> {

    enum Output {
        TEXT,
        JSON
    }

    private final Console console;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Mixin
    private final SubjectsParameter subjects = new SubjectsParameter();

    @Option(names = "--all", description = "Look at every version, also at those that can change no more.")
    private boolean all;

    @Option(names = "--strict", description = "End with 1 at warnings, too.")
    private boolean strict;

    @Option(
            names = "--ignore",
            paramLabel = "RULE",
            split = ",",
            description = "Leave warnings of these rules out, such as missing-doc; may be repeated.")
    private List<String> ignored = new ArrayList<>();

    @Option(names = "--output", paramLabel = "text|json", description = "How to print. Default: text.")
    private Output output = Output.TEXT;

    LintCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<VersionText> texts = directory.open(console).texts();
        List<Finding> findings = subjects.of(texts, VersionText::name, directory, console).stream()
                .filter(one -> all || one.newest() || !one.released())
                .flatMap(one -> SchemaLint.of(one.file(), one.text(), one.level()).stream())
                .filter(one -> one.level() == LintLevel.ERROR || !ignored.contains(one.rule()))
                .toList();
        if (output == Output.JSON) {
            console.out().println(json(findings));
        } else {
            findings.forEach(this::print);
        }
        long errors =
                findings.stream().filter(one -> one.level() == LintLevel.ERROR).count();
        long warnings = findings.size() - errors;
        String counts = ProblemText.counted(errors, "error") + " and " + ProblemText.counted(warnings, "warning")
                + " in the schemas of " + directory.path(console);
        if (errors > 0 || strict && warnings > 0) {
            throw CliException.failed(counts);
        }
        if (!verbosity.quiet()) {
            console.err().println("brine: " + counts);
        }
        return ExitCode.DONE;
    }

    private void print(Finding one) {
        console.out()
                .println(one.file() + " " + one.at() + " " + one.level().name().toLowerCase(Locale.ROOT) + " ("
                        + one.rule() + ")");
        console.out().println("  " + one.what());
        console.out().println("  try: " + one.remedy());
    }

    private static String json(List<Finding> findings) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode array = mapper.createArrayNode();
        findings.forEach(one -> array.addObject()
                .put("level", one.level().name().toLowerCase(Locale.ROOT))
                .put("rule", one.rule())
                .put("file", one.file())
                .put("at", one.at())
                .put("what", one.what())
                .put("try", one.remedy()));
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(array);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of findings cannot be written as JSON", e);
        }
    }
}
