package dev.brine.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The wish of the outside that a long-running command ends: SIGTERM, Ctrl-C, or the thread being interrupted. The
 * command then ends in its own order and with its own exit code; a second signal stops the process at once.
 *
 * <p>Signals are taken from the JVM while this is open, because its shutdown hooks run all at once and leave no choice
 * of exit code.
 */
public final class StopRequest implements AutoCloseable {

    private static final int SIGTERM = 15;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final SignalHandler term;
    private final SignalHandler interrupt;
    private volatile int signal;

    private StopRequest() {
        SignalHandler handler = received -> {
            if (requested.getCount() == 0) {
                Runtime.getRuntime().halt(128 + received.getNumber());
            }
            signal = received.getNumber();
            requested.countDown();
        };
        this.term = Signal.handle(new Signal("TERM"), handler);
        this.interrupt = Signal.handle(new Signal("INT"), handler);
    }

    public static StopRequest listen() {
        return new StopRequest();
    }

    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for the request, without limit. */
    public void await() throws InterruptedException {
        requested.await();
    }

    /** Waits for the request at most this long, and says whether it came. */
    public boolean await(Duration most) throws InterruptedException {
        return requested.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What to exit with when everything ended in order: SIGTERM is how a service is ended, Ctrl-C is an interruption. */
    public int exitCode() {
        return signal == SIGTERM ? ExitCode.DONE : ExitCode.INTERRUPTED;
    }

    /** Gives the signals back. */
    @Override
    public void close() {
        Signal.handle(new Signal("TERM"), term);
        Signal.handle(new Signal("INT"), interrupt);
    }
}
