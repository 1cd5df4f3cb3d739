package dev.brine.cli.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.cli.Brine;
import dev.brine.cli.Console;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class FrameHelpTest {

    @Test
    void everyOptionOfFramesNamesAllThatThereAre() {
        // Given
        Set<String> frames = Frames.all().stream().map(Frame::name).collect(Collectors.toCollection(TreeSet::new));

        // When
        List<OptionSpec> options = new ArrayList<>();
        collect(Brine.commandLine(console()), options);

        // Then
        assertThat(options).hasSizeGreaterThan(5);
        assertThat(options).allSatisfy(option -> assertThat(named(option))
                .as(option.command().qualifiedName() + " " + option.longestName())
                .isEqualTo(frames));
    }

    private static void collect(CommandLine command, List<OptionSpec> options) {
        command.getCommandSpec().options().stream()
                .filter(option -> option.longestName().equals("--frames"))
                .forEach(options::add);
        command.getSubcommands().values().forEach(sub -> collect(sub, options));
    }

    private static Set<String> named(OptionSpec option) {
        String list =
                String.join(" ", option.description()).replaceAll("^.*: ", "").replaceAll("\\.$", "");
        return new TreeSet<>(List.of(list.split(", ")));
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
