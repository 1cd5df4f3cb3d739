package dev.brine.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.brine.cli.Brine;
import dev.brine.cli.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the README to the code: its Java compiles, its commands exist, its links lead somewhere. */
final class ReadmeTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("\\./brine ((?:'[^'\\n]*'|[^|#&;<>`'\\n\\\\]|\\\\\\n)*)");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)");

    static List<String> javaBlocks() throws IOException {
        return blocks("java");
    }

    static List<String> commands() throws IOException {
        List<String> found = new ArrayList<>();
        Matcher commands = COMMAND.matcher(readme());
        while (commands.find()) {
            found.add(commands.group(1).replace("\\\n", " ").strip());
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void javaStandsInTheExamplesThatTheCompilerReads(String block) throws IOException {
        String examples = Files.readString(ROOT.resolve("cli/src/test/java/dev/brine/docs/ReadmeExamples.java"));
        assertThat(flat(examples)).contains(flat(block));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandIsOneThatBrineTakes(String command) {
        assertThatCode(() -> Brine.commandLine(Console.system()).parseArgs(words(command)))
                .as("./brine %s", command)
                .doesNotThrowAnyException();
    }

    @Test
    void everyKindOfExampleIsThere() throws IOException {
        assertThat(javaBlocks()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(commands()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void linksLeadToFilesOfTheRepository() throws IOException {
        Matcher links = LINK.matcher(readme());
        List<String> missing = new ArrayList<>();
        while (links.find()) {
            if (!Files.exists(ROOT.resolve(links.group(1)))) {
                missing.add(links.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }

    /** As a shell splits them, single quotes kept together. */
    private static String[] words(String command) {
        return Pattern.compile("'[^']*'|\\S+")
                .matcher(command)
                .results()
                .map(word -> word.group().replace("'", ""))
                .toArray(String[]::new);
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(readme());
        while (blocks.find()) {
            if (blocks.group(1).equals(language)) {
                found.add(blocks.group(2));
            }
        }
        return found;
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    /** Without indentation, which differs between a method and a page. */
    private static String flat(String code) {
        return code.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(joining("\n"));
    }
}
