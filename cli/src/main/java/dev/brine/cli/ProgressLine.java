package dev.brine.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a command is: a line of standard error that is drawn over on a terminal, and a line now and then elsewhere.
 * Used by one thread.
 */
public final class ProgressLine {

    private static final long DRAW = Duration.ofMillis(200).toNanos();
    private static final long SAY = Duration.ofSeconds(10).toNanos();

    private final Console console;
    private final boolean quiet;
    private final String what;
    private final long total;
    private final LongSupplier nanos;
    private final long start;
    private long last;
    private boolean drawn;

    /**
     * @param what comes behind the number, such as {@code of 10 records dumped}
     * @param total from which the time is told that is left; 0 if nobody knows
     */
    public ProgressLine(Console console, boolean quiet, String what, long total, LongSupplier nanos) {
        this.console = console;
        this.quiet = quiet;
        this.what = what;
        this.total = total;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.last = start;
    }

    public void show(long done) {
        long now = nanos.getAsLong();
        if (quiet || now - last < (console.moves() ? DRAW : SAY)) {
            return;
        }
        last = now;
        if (console.moves()) {
            console.err().print("\r" + text(done, now) + "\u001b[K");
            console.err().flush();
            drawn = true;
        } else {
            console.err().println("brine: " + text(done, now));
        }
    }

    public void clear() {
        if (drawn) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }

    public double seconds() {
        return (nanos.getAsLong() - start) / 1e9;
    }

    private String text(long done, long now) {
        double passed = (now - start) / 1e9;
        double rate = passed <= 0 ? 0 : done / passed;
        String left =
                rate <= 0 || total <= 0 ? "" : String.format(Locale.ROOT, ", %,.0f s left", (total - done) / rate);
        return String.format(Locale.ROOT, "%,d %s, %,.0f/s%s", done, what, rate, left);
    }
}
