package dev.brine.cli.pickle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.pickle.PickleFault;
import dev.brine.serdes.pickle.PickleJson;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code brine pickle to-json}. */
@Command(
        name = "to-json",
        description = {
            "Prints each pickle as a line of JSON, in the order of the files: {\"file\":..,\"value\":..},",
            "or {\"file\":..,\"error\":{\"rule\":..,\"offset\":..,\"opcode\":..,\"message\":..}}.",
            "Goes on after an error and then ends with 4."
        },
        mixinStandardHelpOptions = true)
final class ToJsonCommand implements Callable<Integer> {

    private final Console console;
    private final JsonFactory json = new JsonFactory();
    private final PickleJson pickleJson = new PickleJson(Limits.DEFAULT);

    @Mixin
    private final ClassesOption classes = new ClassesOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Pickles of any protocol, one in a file.")
    private List<String> files = List.of();

    ToJsonCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        PickleOptions options = classes.options(console);
        PickleReader reader = new PickleReader(options);
        boolean failed = false;
        for (String file : files) {
            failed |= !print(file, reader, options.limits());
        }
        return failed ? ExitCode.UNREADABLE : ExitCode.DONE;
    }

    private boolean print(String file, PickleReader reader, Limits limits) throws IOException {
        byte[] pickle = {};
        Object value = null;
        PickleFault fault = null;
        try {
            pickle = InputFile.read(console, file, limits);
            value = reader.read(pickle);
        } catch (DecodeException e) {
            fault = PickleFault.of(e, pickle);
        } catch (IOException e) {
            fault = new PickleFault("file", -1, null, "cannot be read: " + InputFile.reason(e));
        }
        console.out().println(line(file, value, fault));
        return fault == null;
    }

    private String line(String file, @Nullable Object value, @Nullable PickleFault fault) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator line = json.createGenerator(text)) {
            line.writeStartObject();
            line.writeStringField("file", file);
            if (fault == null) {
                line.writeFieldName("value");
                pickleJson.write(value, line);
            } else {
                line.writeObjectFieldStart("error");
                line.writeStringField("rule", fault.rule());
                line.writeFieldName("offset");
                if (fault.offset() < 0) {
                    line.writeNull();
                } else {
                    line.writeNumber(fault.offset());
                }
                line.writeStringField("opcode", fault.opcode());
                line.writeStringField("message", fault.message());
                line.writeEndObject();
            }
            line.writeEndObject();
        }
        return text.toString();
    }
}
