package dev.brine.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How much is said on standard error. */
public final class Verbosity {

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more on standard error, with stack traces; twice for all of it.")
    private boolean[] verbose = {};

    public boolean quiet() {
        return quiet;
    }

    public boolean verbose() {
        return verbose.length > 0;
    }

    /** Hears only errors of these loggers, unless more was asked for. */
    public void quieten(String loggers) {
        if (!verbose() && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(loggers).setLevel(Level.ERROR);
        }
    }

    /** Sets the levels of the process's log. Kafka repeats what a command says itself, so it is heard only on request. */
    void apply() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers)) {
            return;
        }
        Level ours =
                quiet ? Level.ERROR : verbose.length == 0 ? Level.WARN : verbose.length == 1 ? Level.INFO : Level.DEBUG;
        Level kafka = verbose.length == 0 ? Level.OFF : verbose.length == 1 ? Level.WARN : Level.INFO;
        loggers.getLogger("ROOT").setLevel(ours);
        loggers.getLogger("kafka").setLevel(kafka);
        loggers.getLogger("org.apache.kafka").setLevel(kafka);
        loggers.getLogger("state.change.logger").setLevel(kafka);
    }
}
