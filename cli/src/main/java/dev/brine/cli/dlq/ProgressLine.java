package dev.brine.cli.dlq;

import dev.brine.cli.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a redrive is: a line of standard error that is drawn over on a terminal, and a line now and then elsewhere.
 * Used by one thread.
 */
final class ProgressLine {

    private static final long DRAW = Duration.ofMillis(200).toNanos();
    private static final long SAY = Duration.ofSeconds(10).toNanos();

    private final Console console;
    private final boolean quiet;
    private final long total;
    private final LongSupplier nanos;
    private final long start;
    private long last;
    private boolean drawn;

    ProgressLine(Console console, boolean quiet, long total, LongSupplier nanos) {
        this.console = console;
        this.quiet = quiet;
        this.total = total;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.last = start;
    }

    void show(long acknowledged) {
        long now = nanos.getAsLong();
        if (quiet || now - last < (console.moves() ? DRAW : SAY)) {
            return;
        }
        last = now;
        if (console.moves()) {
            console.err().print("\r" + text(acknowledged, now) + "\u001b[K");
            console.err().flush();
            drawn = true;
        } else {
            console.err().println("brine: " + text(acknowledged, now));
        }
    }

    void clear() {
        if (drawn) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
    }

    double seconds() {
        return (nanos.getAsLong() - start) / 1e9;
    }

    private String text(long acknowledged, long now) {
        double passed = (now - start) / 1e9;
        double rate = passed <= 0 ? 0 : acknowledged / passed;
        String left = rate <= 0 ? "" : String.format(Locale.ROOT, ", %,.0f s left", (total - acknowledged) / rate);
        return String.format(
                Locale.ROOT, "%,d of %s redriven, %,.0f/s%s", acknowledged, Words.letters(total), rate, left);
    }
}
