package dev.brine.gateway.files;

import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.source.SourceLoop;
import dev.brine.gateway.source.SourceType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** A file source: one thread that looks, sends, notes how far it is, and looks again. */
public final class FileSource implements Source {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final FileSettings settings;
    private final Clock clock;
    private final SourceLoop loop;

    FileSource(FileSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.loop = new SourceLoop(settings.name());
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
        loop.start("file", new Looking(settings, look));
    }

    @Override
    public void close(Duration atMost) {
        loop.end(atMost);
    }

    @Override
    public Condition condition() {
        return loop.condition();
    }

    private record Looking(FileSettings settings, Look look) implements SourceLoop.Work {

        @Override
        public Duration once() throws IOException, NotShippedException, InterruptedException {
            return look.once() ? Duration.ZERO : settings.interval();
        }

        /** The interval doubled with each failure. */
        @Override
        public SourceLoop.Pause after(Exception failure, int failures) {
            Duration wait = settings.interval().multipliedBy(1L << Math.min(failures, 10));
            return new SourceLoop.Pause(
                    failure instanceof NotShippedException ? "not-acknowledged" : "cannot-read",
                    settings.path() + ": " + failure.getMessage(),
                    wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        }

        @Override
        public void close() {
            look.close();
        }
    }
}
