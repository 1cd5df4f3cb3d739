package dev.brine.cli.daemon;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.management.HealthSource;
import dev.brine.consumer.WorkerException;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.daemon.Daemon;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * A daemon from its start to its end, and the signals that may come at any time. Used by one thread; closed without an
 * {@link #end} it ends what it has begun, within the time of the file.
 */
public final class RunningDaemon implements AutoCloseable {

    /** What is done before the parts start. */
    @FunctionalInterface
    public interface Preparation {
        void run() throws Exception;
    }

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Daemon daemon;
    private final ConfigFile.Shutdown shutdown;
    private final StopRequest stop;
    private boolean ended;

    public RunningDaemon(Daemon daemon, ConfigFile.Shutdown shutdown, StopRequest stop) {
        this.daemon = daemon;
        this.shutdown = shutdown;
        this.stop = stop;
    }

    /** The parts of a daemon, as the management port asks them. */
    public static List<HealthSource> health(Daemon daemon) {
        return daemon.parts().stream().<HealthSource>map(PartHealth::new).toList();
    }

    /** Starts, and returns whether that came to its end before the wish to stop did. */
    public boolean start(Preparation first) throws Exception {
        CompletableFuture<Void> start = new CompletableFuture<>();
        Thread starting = new Thread(
                () -> {
                    try {
                        first.run();
                        daemon.start();
                        start.complete(null);
                    } catch (Throwable e) {
                        start.completeExceptionally(e);
                    }
                },
                "brine-start");
        starting.setDaemon(true);
        starting.start();
        while (!start.isDone()) {
            if (stop.await(LOOK)) {
                return false;
            }
        }
        try {
            start.join();
            return true;
        } catch (CompletionException e) {
            // What cannot start has ended its parts by itself.
            ended = true;
            throw explained(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Whether nothing has failed that the daemon cannot do without. */
    public boolean whole() {
        return daemon.failure().isEmpty();
    }

    /**
     * Ends: not ready first, so that nobody sends more; then the end itself.
     *
     * @return the exit code
     * @throws Exception why a part has failed, if one has
     */
    public int end(Console console) throws Exception {
        ended = true;
        Optional<Throwable> failure = daemon.failure();
        daemon.retire();
        if (failure.isEmpty()) {
            Thread.sleep(shutdown.delay().toMillis());
        }
        boolean whole = daemon.stop(shutdown.timeout().minus(shutdown.delay()));
        if (failure.isPresent()) {
            throw explained(failure.get());
        }
        if (!whole) {
            console.err()
                    .println("brine: not everything was finished within shutdown.timeout, "
                            + shutdown.timeout().toSeconds() + " s; what was not is delivered again");
            return ExitCode.FAILED;
        }
        return stop.exitCode();
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            boolean unused = daemon.stop(shutdown.timeout());
        }
    }

    /** A worker wraps what Kafka said; whether that was silence decides the exit code. */
    private static Exception explained(Throwable failure) {
        if (failure instanceof WorkerException worker
                && (worker.getCause() instanceof RetriableException
                        || worker.getCause() instanceof java.util.concurrent.TimeoutException)) {
            return CliException.unreachable(String.valueOf(worker.getMessage()))
                    .trying("check that the broker runs, and -b or kafka: in the file")
                    .causedBy(worker);
        }
        return failure instanceof Exception known ? known : new IllegalStateException(failure);
    }
}
