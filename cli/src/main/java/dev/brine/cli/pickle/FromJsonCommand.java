package dev.brine.cli.pickle;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.pickle.PickleJson;
import dev.brine.serdes.pickle.PickleWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brine pickle from-json}. */
@Command(
        name = "from-json",
        description = {
            "Writes the JSON value in each FILE as FILE.pickle. The pickles name no class and no function, so that the",
            "strictest Unpickler loads them. Goes on after an unreadable file and then ends with 4."
        },
        mixinStandardHelpOptions = true)
final class FromJsonCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--protocol",
            paramLabel = "N",
            description = "2 to 5. Default: 4, which Python reads since 3.4.",
            defaultValue = "" + PickleWriter.DEFAULT_PROTOCOL,
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private int protocol;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "One JSON value in a file.")
    private List<String> files = List.of();

    FromJsonCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (protocol < 2 || protocol > 5) {
            throw CliException.usage("--protocol must be 2 to 5: " + protocol);
        }
        PickleJson json = new PickleJson(Limits.DEFAULT);
        PickleWriter writer = new PickleWriter(protocol, false, Limits.DEFAULT);
        int code = ExitCode.DONE;
        for (String file : files) {
            try {
                write(file, writer.write(json.parse(InputFile.read(console, file, Limits.DEFAULT))));
            } catch (DecodeException | EncodeException e) {
                console.err().println("brine: " + file + ": " + e.getMessage());
                code = ExitCode.UNREADABLE;
            } catch (IOException e) {
                console.err().println("brine: " + file + " cannot be read: " + InputFile.reason(e));
                code = ExitCode.UNREADABLE;
            }
        }
        return code;
    }

    /** Whole or not at all: a reader of the file never sees a part of it. */
    private void write(String file, byte[] pickle) {
        Path target = console.directory().resolve(file + ".pickle");
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.write(part, pickle);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CliException.failed(file + ".pickle cannot be written")
                    .because(InputFile.reason(e))
                    .causedBy(e);
        }
    }
}
