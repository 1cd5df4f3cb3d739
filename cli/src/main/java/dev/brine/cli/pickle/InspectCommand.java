package dev.brine.cli.pickle;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.pickle.PickleFault;
import dev.brine.serdes.pickle.PickleInspection;
import dev.brine.serdes.pickle.PickleInspector;
import dev.brine.serdes.pickle.PickleOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code brine pickle inspect}. */
@Command(
        name = "inspect",
        description = {
            "Lists the opcodes of a pickle, the names it mentions, and what would be refused. Nothing is run or judged:",
            "a pickle that is not refused is one that can be read as data."
        },
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ClassesOption classes = new ClassesOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(
            paramLabel = "FILE",
            description = "A pickle of any protocol; several behind one another are listed too.")
    private String file = "";

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PickleOptions options = classes.options(console);
        byte[] pickle;
        try {
            pickle = InputFile.read(console, file, options.limits());
        } catch (DecodeException | IOException e) {
            String reason = e instanceof IOException io ? InputFile.reason(io) : e.getMessage();
            throw CliException.failed(file + " cannot be read").because(reason).causedBy(e);
        }
        print(new PickleInspector(options).inspect(pickle), pickle.length);
        return ExitCode.DONE;
    }

    private void print(PickleInspection inspection, int length) {
        PrintWriter out = console.out();
        for (PickleInspection.Line line : inspection.lines()) {
            String argument = line.argument() == null ? "" : " " + line.argument();
            out.println(String.format("%8d  %-16s%s", line.offset(), line.opcode(), argument)
                    .stripTrailing());
        }
        if (inspection.end() < length) {
            out.println(
                    String.format("%8d  %d bytes that are no opcodes", inspection.end(), length - inspection.end()));
        }
        out.println();
        out.println(inspection.names().isEmpty() ? "names: none" : "names:");
        for (PickleInspection.Name name : inspection.names()) {
            String verdict = name.accepted() ? "accepted" : "refused";
            out.println(String.format("%8d  %-8s  %s.%s", name.offset(), verdict, name.module(), name.name()));
        }
        out.println(inspection.refusals().isEmpty() ? "refused: nothing" : "refused:");
        for (PickleFault fault : inspection.refusals()) {
            out.println(String.format("%8d  %s  %s", fault.offset(), fault.rule(), fault.message()));
        }
    }
}
