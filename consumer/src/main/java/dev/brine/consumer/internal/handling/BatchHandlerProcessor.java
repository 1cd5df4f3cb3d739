package dev.brine.consumer.internal.handling;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import dev.brine.consumer.Retry;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Decodes records, hands them to a batch handler together, and judges each by what was answered for it. */
public final class BatchHandlerProcessor<K, V> implements BatchProcessor {

    /**
     * How a batch handler is called.
     *
     * @param maxWait longest that a record waits for others
     * @param timeouts null for attempts without a time limit
     */
    public record Plan<K, V>(
            BatchHandler<K, V> handler,
            int maxRecords,
            Duration maxWait,
            Timekeeper timekeeper,
            @Nullable Timeouts timeouts,
            HandlingMeters meters) {}

    private final Decoder<K, V> decoder;
    private final Judge<K, V> judge;
    private final Plan<K, V> plan;
    private final Map<Trigger, DistributionSummary> sizes = new EnumMap<>(Trigger.class);
    private final Counter again;

    public BatchHandlerProcessor(
            Deserializer<K> keys, RecordReader<V> values, Plan<K, V> plan, Retry retry, Outcomes<K, V> outcomes) {
        this.decoder = new Decoder<>(keys, values);
        this.judge = new Judge<>(retry, outcomes);
        this.plan = plan;
        for (Trigger trigger : Trigger.values()) {
            sizes.put(trigger, plan.meters().batchSize(trigger.name().toLowerCase(Locale.ROOT)));
        }
        this.again = plan.meters().again();
    }

    @Override
    public int maxRecords() {
        return plan.maxRecords();
    }

    @Override
    public long maxWaitNanos() {
        return plan.maxWait().toNanos();
    }

    @Override
    public Timekeeper timekeeper() {
        return plan.timekeeper();
    }

    @Override
    public @Nullable Verdict prepare(Work work) {
        try {
            work.message(decoder.message(work));
            return null;
        } catch (Undecodable e) {
            return judge.undecodable(work, e);
        }
    }

    @Override
    public Verdict attempt(Work work) {
        Verdict unfit = prepare(work);
        return unfit != null ? unfit : handle(List.of(work), Trigger.ALONE).verdict(0);
    }

    @Override
    public Verdict settle(Work work, @Nullable Throwable failure) {
        throw new IllegalStateException("nothing is pending, a batch handler answers at once: " + work);
    }

    @Override
    public Answers handle(List<Work> works, Trigger trigger) {
        requireNonNull(sizes.get(trigger), "trigger").record(works.size());
        List<Message<K, V>> messages = new ArrayList<>(works.size());
        for (Work work : works) {
            messages.add(message(work));
        }
        List<Message<K, V>> batch = Collections.unmodifiableList(messages);
        try {
            List<RecordOutcome> outcomes = call(batch);
            if (outcomes == null || outcomes.size() > batch.size()) {
                throw new IllegalStateException("the batch handler answered "
                        + (outcomes == null ? "null" : outcomes.size() + " outcomes") + " for " + batch.size()
                        + " records; one for each is expected, in their order");
            }
            return new Given(works, outcomes, null);
        } catch (Throwable t) {
            return new Given(works, List.of(), t);
        } finally {
            // What a handler leaves behind must not interrupt the next one on this thread.
            boolean ignored = Thread.interrupted();
        }
    }

    @Override
    public @Nullable String overdue(TopicPartition partition) {
        Timeouts timeouts = plan.timeouts();
        return timeouts == null ? null : timeouts.overdue(partition);
    }

    @Override
    public void close() {
        plan.timekeeper().close();
    }

    private List<RecordOutcome> call(List<Message<K, V>> batch) throws Exception {
        Timeouts timeouts = plan.timeouts();
        return timeouts == null
                ? plan.handler().handle(batch)
                : timeouts.call(batch, () -> plan.handler().handle(batch));
    }

    private Message<K, V> message(Work work) {
        // Set by prepare(), and by nobody else.
        @SuppressWarnings("unchecked")
        Message<K, V> message = (Message<K, V>) work.message();
        return requireNonNull(message, "message of a prepared record");
    }

    private final class Given implements Answers {

        private final List<Work> works;
        private final List<RecordOutcome> outcomes;
        private final @Nullable Throwable thrown;

        Given(List<Work> works, List<RecordOutcome> outcomes, @Nullable Throwable thrown) {
            this.works = works;
            this.outcomes = outcomes;
            this.thrown = thrown;
        }

        @Override
        public Verdict verdict(int index) {
            Work work = works.get(index);
            Message<K, V> message = message(work);
            work.message(null);
            if (thrown != null) {
                return works.size() == 1
                        ? judge.failed(work, message, thrown)
                        : judge.failedTogether(work, message, thrown);
            }
            RecordOutcome outcome = index < outcomes.size() ? outcomes.get(index) : null;
            return outcome == null
                    ? judge.failed(
                            work,
                            message,
                            new IllegalStateException("the batch handler answered nothing for"
                                    + " this record: it was number " + (index + 1) + " of " + works.size()))
                    : judge.answered(work, message, outcome);
        }

        @Override
        public void setAside(int from, int to) {
            for (Work work : works.subList(from, to)) {
                work.message(null);
            }
            again.increment(to - from);
        }
    }
}
