package dev.brine.cli.pickle;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleShapes;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --classes}: which Python classes are read as records. */
final class ClassesOption {

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = {
                "Python classes to be read as data, as a JSON list such as",
                "[{\"class\":\"app.models.Order\",\"fields\":[\"id\",\"total\"]},",
                "{\"class\":\"app.models.Colour\",\"enum\":true}]. Any other class is refused."
            })
    @Nullable
    private String file;

    PickleOptions options(Console console) {
        if (file == null) {
            return PickleOptions.DEFAULT;
        }
        try {
            String json = Files.readString(console.directory().resolve(file));
            return PickleOptions.DEFAULT.shapes(PickleShapes.parse(json));
        } catch (IOException e) {
            throw CliException.usage("the list of classes cannot be read: " + file)
                    .because(InputFile.reason(e))
                    .causedBy(e);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(file + ": " + e.getMessage()).causedBy(e);
        }
    }
}
