package dev.brine.gateway.daemon;

import dev.brine.consumer.AsyncContextHandler;
import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.ContextHandler;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Ordering;
import dev.brine.consumer.Processing;
import dev.brine.consumer.Retry;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.Worker;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.sink.SinkTypes;
import dev.brine.serdes.RecordReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * One worker as the configuration has it.
 *
 * @param topics by name; empty if they are named by a pattern
 * @param matching what topics are called
 * @param kafka properties of this worker alone, over those of the file
 * @param work empty only if there is a mistake
 */
record WorkerPlan(
        String name,
        String group,
        List<String> topics,
        Optional<Pattern> matching,
        Processing processing,
        Ordering ordering,
        int inFlight,
        Retry retry,
        Optional<Duration> attemptTimeout,
        Optional<RetryTopics> retryTopics,
        Batches batches,
        Optional<String> deadLetters,
        Optional<Duration> commitEvery,
        Limits limits,
        Duration stalledAfter,
        boolean verifyAtStart,
        Map<String, String> kafka,
        Optional<Work> work) {

    static final List<Class<?>> HANDLERS = List.of(
            Handler.class, AsyncHandler.class, ContextHandler.class, AsyncContextHandler.class, BatchHandler.class);

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofHours(1);

    static WorkerPlan from(Section section, Plugins plugins) {
        List<String> topics = section.texts("topics");
        Optional<Pattern> matching = section.optionalText("topics-matching").flatMap(text -> pattern(section, text));
        if (topics.isEmpty() && !section.has("topics-matching")) {
            section.mistake("topics", "", "a list of topics");
        } else if (!topics.isEmpty() && section.has("topics-matching")) {
            section.mistake("topics-matching", "goes instead of topics, not beside it");
        }
        WorkerPlan plan = new WorkerPlan(
                section.text("name"),
                section.text("group"),
                topics,
                matching,
                section.oneOf("processing", Processing.AT_LEAST_ONCE),
                section.oneOf("ordering", Ordering.KEY),
                section.number("in-flight", 256, 1, 100_000),
                retry(section.sectionOrEmpty("retry")),
                attemptTimeout(section),
                section.section("retry-topics").flatMap(WorkerPlan::retryTopics),
                batches(section.sectionOrEmpty("batch")),
                section.optionalText("dead-letters"),
                commitEvery(section),
                Limits.from(section, topics),
                section.duration("stalled-after", Duration.ofSeconds(30), MOMENT, LONG),
                section.flag("verify-at-start", true),
                section.map("kafka"),
                work(section, plugins));
        boolean undone = plan.work()
                .map(work -> !(work instanceof Work.Sinking to) || to.sink().transactional())
                .orElse(true);
        if (plan.processing() == Processing.EXACTLY_ONCE && !undone) {
            section.mistake(
                    "processing",
                    "exactly-once goes with a handler or with a sink of type topic: nothing else can be"
                            + " taken back");
        }
        if (plan.processing() == Processing.EXACTLY_ONCE
                && plan.limits().deduplicate().isPresent()) {
            section.mistake(
                    "deduplicate",
                    "cannot be had with processing: exactly-once, whose transactions may be aborted after a message was"
                            + " remembered as done");
        }
        if (plan.retryTopics().isPresent() && plan.ordering() == Ordering.PARTITION) {
            section.mistake("retry-topics", "cannot be had with ordering: partition, a whole partition would follow");
        }
        section.done();
        return plan;
    }

    /**
     * For handlers of batches and for sinks that write many records at once.
     *
     * @param records most of a batch
     * @param maxWait of the first record for others
     */
    record Batches(int records, Duration maxWait) {}

    private static Batches batches(Section section) {
        Batches batches = new Batches(
                section.number("records", 500, 1, 100_000),
                section.duration("wait", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10)));
        section.done();
        return batches;
    }

    private static Optional<Duration> attemptTimeout(Section section) {
        Optional<String> given = section.optionalText("attempt-timeout");
        Duration most = section.duration("attempt-timeout", Duration.ofDays(1), MOMENT, Duration.ofDays(1));
        return given.map(text -> most);
    }

    private static Optional<RetryTopics> retryTopics(Section section) {
        List<Duration> delays = section.durations("delays", MOMENT, Duration.ofDays(7));
        Optional<String> name = section.optionalText("name");
        section.done();
        if (delays.isEmpty()) {
            if (!section.has("delays")) {
                section.mistake("delays", "", "a list of durations such as [10s, 5m]");
            }
            return Optional.empty();
        }
        return Optional.of(new RetryTopics(delays, name.orElse(null)));
    }

    /** Left to the worker if not given: transactions are committed more often. */
    private static Optional<Duration> commitEvery(Section section) {
        Duration usual = Duration.ofSeconds(1);
        Duration given = section.duration("commit-every", usual, MOMENT, LONG);
        return section.has("commit-every") ? Optional.of(given) : Optional.empty();
    }

    /** Begins a worker of these topics. */
    <K, V> WorkerBuilder<K, V> reading(Deserializer<K> keys, RecordReader<V> values) {
        return matching.isPresent()
                ? Worker.reading(matching.get(), keys, values)
                : Worker.reading(topics, keys, values);
    }

    private static Optional<Pattern> pattern(Section section, String text) {
        try {
            return Optional.of(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            section.mistake("topics-matching", text, "a regular expression; " + e.getDescription());
            return Optional.empty();
        }
    }

    private static Retry retry(Section section) {
        int attempts = section.number("attempts", Retry.DEFAULT.attempts(), 1, 1_000_000);
        Duration backoff = section.duration("backoff", Retry.DEFAULT.backoff(), Duration.ZERO, Duration.ofDays(1));
        Duration cap = section.duration("cap", Retry.DEFAULT.cap(), Duration.ZERO, Duration.ofDays(1));
        section.done();
        if (section.has("cap") && cap.compareTo(backoff) < 0) {
            section.mistake("cap", "is shorter than backoff, the first wait");
        }
        return Retry.times(attempts)
                .cap(cap.compareTo(backoff) < 0 ? backoff : cap)
                .backoff(backoff);
    }

    private static Optional<Work> work(Section section, Plugins plugins) {
        Optional<String> handler = section.optionalText("handler");
        Optional<Section> sink = section.section("sink");
        if (handler.isPresent() == sink.isPresent()) {
            section.mistake(
                    handler.isPresent() ? "sink" : "handler",
                    handler.isPresent()
                            ? "a worker has a handler or a sink, not both"
                            : "a worker needs a handler or a sink");
            return Optional.empty();
        }
        if (sink.isPresent()) {
            return SinkTypes.read(sink.get()).map(Work.Sinking::new);
        }
        try {
            Class<?> type = plugins.find(handler.get(), HANDLERS);
            HandlerCalls.keyType(type);
            return Optional.of(new Work.Handling(type));
        } catch (IllegalArgumentException e) {
            section.mistake("handler", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
