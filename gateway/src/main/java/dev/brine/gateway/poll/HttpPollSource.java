package dev.brine.gateway.poll;

import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.Upstream;
import dev.brine.gateway.files.CheckpointFile;
import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.source.SourceType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that asks an API again and again. It starts whether or not the API answers; {@link #condition} tells how it is.
 * Closing ends a call that is under way, and waits for records that are.
 */
public final class HttpPollSource implements Source {

    private static final Logger log = LoggerFactory.getLogger(HttpPollSource.class);

    private final PollSettings settings;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition stop = lock.newCondition();
    private volatile @Nullable Thread thread;
    private volatile @Nullable HttpEngine engine;
    private volatile boolean stopping;
    private volatile Condition condition = Condition.notReady("not started");

    HttpPollSource(PollSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What stands behind {@code type: http-poll}. */
    public static SourceType type() {
        return section -> new HttpPollSource(PollSettings.from(section), Clock.systemUTC());
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Set<String> topics() {
        return Set.of(settings.topic());
    }

    @Override
    public void start(SourceContext context) throws IOException {
        CheckpointFile checkpoint = new CheckpointFile(context.checkpoints(), settings.name());
        checkpoint.requireWritable();
        PollState state = new PollState(checkpoint, settings.maxPages(), settings.remember());
        HttpEngine started = HttpEngine.start(context.meters());
        engine = started;
        Upstream upstream = Upstream.of(started, settings.upstream());
        Round round = new Round(settings, upstream::send, new Sending(context, settings), state, clock);
        Waits waits = new Waits(settings, () -> ThreadLocalRandom.current().nextDouble());
        condition = Condition.OK;
        Thread polling = new Thread(() -> run(round, waits), "brine-poll-" + settings.name());
        polling.setDaemon(true);
        thread = polling;
        polling.start();
    }

    @Override
    public void close(Duration atMost) {
        lock.lock();
        try {
            stopping = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
        HttpEngine started = engine;
        if (started != null) {
            started.close();
        }
        Thread polling = thread;
        if (polling == null) {
            return;
        }
        try {
            polling.join(Math.max(1, atMost.toMillis()));
            if (polling.isAlive()) {
                // What it sent and did not note is asked for again by the next start.
                polling.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Condition condition() {
        return condition;
    }

    private void run(Round round, Waits waits) {
        int failures = 0;
        try {
            await(round.held());
            while (!stopping) {
                Duration wait;
                try {
                    wait = waits.usual(round.walk());
                    failures = 0;
                    condition = Condition.OK;
                } catch (PollException e) {
                    wait = waits.after(++failures, e.retryAfter());
                    held(e.status(), e, failures);
                } catch (IOException | RuntimeException e) {
                    wait = waits.after(++failures, Duration.ZERO);
                    held("failed", e, failures);
                }
                await(wait);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("source {} was interrupted", settings.name());
        } catch (Throwable t) {
            condition = Condition.dead("source " + settings.name() + " has failed: " + t);
            throw t;
        } finally {
            if (condition.live()) {
                condition = Condition.notReady("ended");
            }
        }
    }

    private void held(String status, Exception failure, int failures) {
        if (stopping) {
            return;
        }
        condition = Condition.held(status, settings.name() + ": " + failure.getMessage());
        // The first and each power of two: a server that is away would fill the log.
        if (Integer.bitCount(failures) == 1) {
            log.atWarn()
                    .addKeyValue("error", failure.toString())
                    .log("source {} does not get on, tried again ({} times)", settings.name(), failures);
        }
    }

    private void await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!stopping && left > 0) {
                left = stop.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
