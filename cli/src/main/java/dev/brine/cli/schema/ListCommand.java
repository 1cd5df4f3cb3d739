package dev.brine.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.registry.directory.VersionInfo;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brine schema ls}. */
@Command(
        name = "ls",
        aliases = "list",
        description = "Lists the versions of all subjects, or of those named. A draft is a file that is not released.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    enum Output {
        TABLE,
        JSON
    }

    private static final List<String> HEADS = List.of("SUBJECT", "VERSION", "ID", "STATE", "LEVEL", "TYPE");

    private final Console console;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Mixin
    private final SubjectsParameter subjects = new SubjectsParameter();

    @Option(names = "--output", paramLabel = "table|json", description = "How to print. Default: table.")
    private Output output = Output.TABLE;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchemaDirectory schemas = directory.open(console);
        List<VersionInfo> wanted = subjects.of(schemas.versions(), VersionInfo::name, directory, console);
        if (output == Output.JSON) {
            console.out().println(json(wanted));
        } else {
            table(wanted);
        }
        int problems = schemas.check().size();
        if (problems > 0 && !verbosity.quiet()) {
            console.err()
                    .println("brine: " + problems + (problems == 1 ? " problem" : " problems")
                            + " in these schemas; 'brine schema check' tells which");
        }
        return ExitCode.DONE;
    }

    private void table(List<VersionInfo> versions) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        versions.forEach(one -> rows.add(List.of(
                one.name().subject(),
                "v" + one.name().version(),
                one.id().map(String::valueOf).orElse("-"),
                state(one),
                one.level().name(),
                one.schema().map(schema -> schema.schema().getFullName()).orElse("-"))));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(one -> one.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            console.out().println(line.toString().stripTrailing());
        }
    }

    private static String json(List<VersionInfo> versions) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode array = mapper.createArrayNode();
        for (VersionInfo one : versions) {
            ObjectNode node = array.addObject();
            node.put("subject", one.name().subject());
            node.put("version", one.name().version());
            node.put("id", one.id().orElse(null));
            node.put("state", state(one));
            node.put("level", one.level().name());
            node.put("file", one.file());
            one.schema().ifPresent(schema -> {
                node.put("type", schema.schema().getFullName());
                node.put("guid", schema.guid().toString());
                node.put("fingerprint", HexFormat.of().toHexDigits(schema.fingerprint()));
                ArrayNode references = node.putArray("references");
                schema.references().forEach(reference -> references
                        .addObject()
                        .put("name", reference.name())
                        .put("subject", reference.subject())
                        .put("version", reference.version()));
            });
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(array);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of versions cannot be written as JSON", e);
        }
    }

    private static String state(VersionInfo one) {
        return one.state().name().toLowerCase(Locale.ROOT);
    }
}
