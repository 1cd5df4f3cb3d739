package dev.brine.gateway.poll;

import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.Upstream;
import dev.brine.gateway.files.CheckpointFile;
import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.source.SourceLoop;
import dev.brine.gateway.source.SourceType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A source that asks an API again and again. It starts whether or not the API answers; {@link #condition} tells how it is.
 * Closing ends a call that is under way, and waits for records that are.
 */
public final class HttpPollSource implements Source {

    private final PollSettings settings;
    private final Clock clock;
    private final SourceLoop loop;
    private volatile @Nullable HttpEngine engine;

    HttpPollSource(PollSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.loop = new SourceLoop(settings.name());
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
        loop.start("poll", new Polling(settings, round, waits));
    }

    @Override
    public void close(Duration atMost) {
        // First, so that the end of a call that is under way is not taken for a failure.
        loop.stop();
        HttpEngine started = engine;
        if (started != null) {
            started.close();
        }
        loop.end(atMost);
    }

    @Override
    public Condition condition() {
        return loop.condition();
    }

    private record Polling(PollSettings settings, Round round, Waits waits) implements SourceLoop.Work {

        @Override
        public Duration first() {
            return round.held();
        }

        @Override
        public Duration once() throws PollException, IOException, InterruptedException {
            return waits.usual(round.walk());
        }

        @Override
        public SourceLoop.Pause after(Exception failure, int failures) {
            String reason = settings.name() + ": " + failure.getMessage();
            return failure instanceof PollException known
                    ? new SourceLoop.Pause(known.status(), reason, waits.after(failures, known.retryAfter()))
                    : new SourceLoop.Pause("failed", reason, waits.after(failures, Duration.ZERO));
        }
    }
}
