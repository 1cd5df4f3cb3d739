package dev.brine.cli;

import dev.brine.broker.BrokerException;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The only place where an exception becomes text: one sentence, the cause, one suggestion, on standard error. A stack
 * trace only on request.
 */
public final class ErrorPrinter implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Console console;

    ErrorPrinter(Console console) {
        this.console = console;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        console.out().flush();
        CliException error = explain(e);
        print(error);
        if (Brine.verbosityOf(parsed).verbose()) {
            e.printStackTrace(console.err());
        }
        console.err().flush();
        return error.exitCode();
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(CliException.usage(String.valueOf(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched) {
            UnmatchedArgumentException.printSuggestions(unmatched, console.err());
        }
        suggest("'" + command.getCommandSpec().qualifiedName() + " --help' shows what it takes");
        console.err().flush();
        return ExitCode.USAGE;
    }

    /** Prints one error without ending anything. */
    public void print(CliException error) {
        console.err().println(ansi().string("@|bold,red brine:|@ ") + error.getMessage());
        if (error.reason() != null) {
            console.err().println("  cause: " + error.reason());
        }
        if (error.suggestion() != null) {
            suggest(error.suggestion());
        }
        console.err().flush();
    }

    private void suggest(String what) {
        console.err().println("  try: " + what);
    }

    private Ansi ansi() {
        return console.colours() ? Ansi.ON : Ansi.OFF;
    }

    /** Finds the exit code and the words for any exception. */
    static CliException explain(Throwable thrown) {
        Throwable e = unwrap(thrown);
        if (e instanceof CliException known) {
            return known;
        }
        if (e instanceof RegistryUnavailableException) {
            return CliException.unreachable(sentence(e)).causedBy(e);
        }
        if (e instanceof IncompatibleSchemaException) {
            return CliException.of(ExitCode.INCOMPATIBLE, sentence(e)).causedBy(e);
        }
        if (e instanceof RegistryException || e instanceof SerializationException) {
            return CliException.failed(sentence(e)).causedBy(e);
        }
        if (e instanceof BrokerException broker) {
            return broker(broker);
        }
        if (e instanceof ConfigException) {
            return CliException.usage(sentence(e)).causedBy(e).trying("'-X list' lists the properties");
        }
        if (e instanceof InterruptException || e instanceof InterruptedException) {
            return CliException.of(ExitCode.INTERRUPTED, "interrupted").causedBy(e);
        }
        return e instanceof KafkaException ? kafka((KafkaException) e) : other(e);
    }

    private static CliException broker(BrokerException e) {
        // The broker's own messages say what to do.
        int code = e.reason() == BrokerException.Reason.BAD_PROPERTIES ? ExitCode.USAGE : ExitCode.FAILED;
        return CliException.of(code, sentence(e)).causedBy(e);
    }

    private static CliException kafka(KafkaException e) {
        if (e instanceof AuthenticationException) {
            return CliException.unreachable("the broker does not accept these credentials")
                    .because(sentence(e))
                    .trying("check security.protocol and the sasl.* or ssl.* properties (-F FILE)")
                    .causedBy(e);
        }
        if (e instanceof AuthorizationException) {
            return CliException.failed("the broker does not allow this")
                    .because(sentence(e))
                    .causedBy(e);
        }
        if (e instanceof UnknownTopicOrPartitionException) {
            return CliException.failed("unknown topic or partition")
                    .because(sentence(e))
                    .causedBy(e);
        }
        if (e instanceof TimeoutException) {
            return CliException.unreachable("the broker did not answer in time")
                    .because(sentence(e))
                    .causedBy(e);
        }
        String cause = e.getCause() == null ? null : sentence(e.getCause());
        return CliException.failed(sentence(e)).because(cause).causedBy(e);
    }

    private static CliException other(Throwable e) {
        String kind = e.getClass().getSimpleName().replaceAll("(Exception|Error)$", "");
        String words = kind.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        String message = e.getMessage();
        return CliException.failed(
                        message == null ? words : e instanceof java.io.IOException ? words + ": " + message : message)
                .trying("-v shows where this happened")
                .causedBy(e);
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable e = thrown;
        while (e.getCause() != null
                && (e instanceof ExecutionException
                        || e instanceof CompletionException
                        || e instanceof UncheckedIOException)) {
            e = e.getCause();
        }
        return e;
    }

    private static String sentence(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
