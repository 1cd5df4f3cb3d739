package dev.brine.bench.worker;

import java.nio.ByteBuffer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Takes down how long each record was on its way since it was due to be sent: if sender, broker or reader stand still,
 * every record that was due meanwhile tells of it, and nothing is left out. Sender and reader are processes of one machine
 * and read one monotonic clock.
 */
final class LatencyTask extends Task {

    private static final long HIGHEST_MICROS = 60_000_000;

    private final Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private volatile boolean counting;

    LatencyTask() {
        super(0);
    }

    @Override
    void run(Object value) throws InterruptedException {
        long due = ByteBuffer.wrap((byte[]) value).getLong();
        long late = (System.nanoTime() - due) / 1_000;
        super.run(value);
        if (counting) {
            micros.recordValue(Math.max(0, Math.min(HIGHEST_MICROS, late)));
        }
    }

    void count(boolean on) {
        counting = on;
    }

    double millisAt(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    double millisAtMost() {
        return micros.getMaxValue() / 1e3;
    }
}
