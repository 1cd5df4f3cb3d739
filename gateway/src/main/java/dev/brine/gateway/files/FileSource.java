package dev.brine.gateway.files;

import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.source.SourceType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file source: one thread that looks, sends, notes how far it is, and looks again. */
public final class FileSource implements Source {

    private static final Logger log = LoggerFactory.getLogger(FileSource.class);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final FileSettings settings;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final java.util.concurrent.locks.Condition stop = lock.newCondition();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private volatile Condition condition = Condition.notReady("not started");

    FileSource(FileSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What stands behind {@code type: file}. */
    public static SourceType type() {
        return section -> new FileSource(FileSettings.from(section), Clock.systemUTC());
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
        String codec = settings.codec().equals("ndjson") ? "json" : settings.codec();
        Shipper shipper = new Shipper(context, settings.topic(), settings.name(), codec);
        CheckpointFile checkpoint = new CheckpointFile(context.checkpoints(), settings.name());
        checkpoint.requireWritable();
        Look look =
                switch (settings.mode()) {
                    case POLL -> new PollLook(settings, shipper, checkpoint, clock);
                    case TAIL -> new TailLook(settings, shipper, checkpoint);
                    case DIRECTORY -> new DirectoryLook(settings, shipper, checkpoint, clock);
                };
        condition = Condition.OK;
        Thread looking = new Thread(() -> run(look), "brine-file-" + settings.name());
        looking.setDaemon(true);
        thread = looking;
        looking.start();
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
        Thread looking = thread;
        if (looking == null) {
            return;
        }
        try {
            looking.join(Math.max(1, atMost.toMillis()));
            if (looking.isAlive()) {
                // What it sent and did not note is sent again by the next start.
                looking.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Condition condition() {
        return condition;
    }

    private void run(Look look) {
        int failures = 0;
        try {
            while (!stopping) {
                boolean more = false;
                try {
                    more = look.once();
                    failures = 0;
                    condition = Condition.OK;
                } catch (NotShippedException e) {
                    failures++;
                    held("not-acknowledged", e, failures);
                } catch (IOException | RuntimeException e) {
                    failures++;
                    held("cannot-read", e, failures);
                }
                if (!more) {
                    await(failures == 0 ? settings.interval() : backoff(failures));
                }
            }
        } catch (InterruptedException e) {
            log.atDebug().log("file source {} was interrupted", settings.name());
        } catch (Throwable t) {
            condition = Condition.dead("file source " + settings.name() + " has failed: " + t);
            throw t;
        } finally {
            look.close();
            if (condition == Condition.OK) {
                condition = Condition.notReady("ended");
            }
        }
    }

    private void held(String status, Exception failure, int failures) {
        condition = Condition.held(status, settings.path() + ": " + failure.getMessage());
        // The first and each power of two: a file that cannot be read would fill the log.
        if (Integer.bitCount(failures) == 1) {
            log.atWarn()
                    .addKeyValue("error", failure.toString())
                    .log("file source {} does not get on, tried again ({} times)", settings.name(), failures);
        }
    }

    private Duration backoff(int failures) {
        Duration wait = settings.interval().multipliedBy(1L << Math.min(failures, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
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
