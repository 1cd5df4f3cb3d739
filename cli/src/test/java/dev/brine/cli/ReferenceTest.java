package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Holds the generated reference: a page for each command as the AsciiDoc of a manual page, and the completion script.
 * Run with {@code -Dbrine.reference.write=true} to write it anew.
 */
class ReferenceTest {

    private static final Path REFERENCE =
            Path.of("../docs/reference/cli").toAbsolutePath().normalize();

    @Test
    void pagesAndCompletionAreThoseOfTheCommands() throws IOException {
        // Given
        Map<String, String> generated = generate();
        if (Boolean.getBoolean("brine.reference.write")) {
            write(generated);
        }

        // When
        Map<String, String> kept = read();

        // Then
        assertThat(kept.keySet())
                .as("mvn test -pl cli -Dtest=ReferenceTest -Dbrine.reference.write=true")
                .isEqualTo(generated.keySet());
        generated.forEach((name, text) -> assertThat(kept.get(name))
                .as(name + " is out of date: mvn test -pl cli -Dtest=ReferenceTest -Dbrine.reference.write=true")
                .isEqualTo(text));
    }

    private static Map<String, String> generate() {
        Map<String, String> files = new TreeMap<>();
        CommandLine top = Brine.commandLine(console()).setUsageHelpWidth(80);
        pages(top, files);
        files.put("brine_completion", AutoComplete.bash("brine", top));
        return files;
    }

    private static void pages(CommandLine command, Map<String, String> files) {
        if (command.getCommandSpec().usageMessage().hidden()) {
            return;
        }
        StringWriter page = new StringWriter();
        ManPageGenerator.writeSingleManPage(new PrintWriter(page), command.getCommandSpec());
        String name = command.getCommandSpec().qualifiedName("-") + ".adoc";
        // Versions of Java and Kafka are those of the machine that generates, and no part of the reference.
        files.put(
                name,
                page.toString()
                        .replaceAll("(?m)^:(revnumber|manversion): .*\\R", "")
                        .replaceAll("(?m)^:mansource:.*$", ":mansource: brine")
                        .replaceAll("(?m)^== +(.*?):?$", "== $1"));
        command.getSubcommands().values().forEach(sub -> pages(sub, files));
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(REFERENCE)) {
            for (Path file : found.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".adoc") || name.equals("brine_completion")) {
                    files.put(name, Files.readString(file));
                }
            }
        }
        return files;
    }

    private static void write(Map<String, String> generated) throws IOException {
        Files.createDirectories(REFERENCE);
        for (String old : read().keySet()) {
            Files.delete(REFERENCE.resolve(old));
        }
        for (Map.Entry<String, String> file : generated.entrySet()) {
            Files.writeString(REFERENCE.resolve(file.getKey()), file.getValue());
        }
    }

    private static Console console() {
        return new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                InputStream.nullInputStream(),
                Map.of(),
                Path.of(""),
                false,
                false,
                80,
                OutputStream.nullOutputStream());
    }
}
