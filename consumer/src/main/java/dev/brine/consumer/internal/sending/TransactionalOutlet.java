package dev.brine.consumer.internal.sending;

import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Passes outputs on with their work, for the owner to send in its transaction, and bounds what waits for it: while that is
 * too much no attempt begins. An attempt that has begun never waits, so whatever the owner waits for can end.
 */
public final class TransactionalOutlet implements Outlet {

    private static final long MOST_BYTES = 64L << 20;
    private static final long LOOK_NANOS = 1_000_000;

    /** Bytes of a batch of one record without key, value and headers. */
    private static final int SMALLEST_BATCH = 68;

    private final Refusals refusals;
    private final AtomicLong waiting = new AtomicLong();
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private volatile ToLongFunction<String> limits = topic -> Long.MAX_VALUE;
    private volatile @Nullable Producer<byte[], byte[]> producer;

    private record Topic(int partitions, long limit) {}

    /** @param refusals takes note of what brokers refuse */
    public TransactionalOutlet(Refusals refusals) {
        this.refusals = refusals;
    }

    public Refusals refusals() {
        return refusals;
    }

    /** Says how the most bytes that a topic takes are found out. */
    public void limitsFrom(ToLongFunction<String> source) {
        limits = source;
    }

    /** Names the producer that topics are looked up with from now on. Owner thread. */
    public void lookUpWith(Producer<byte[], byte[]> current) {
        producer = current;
    }

    /** Forgets which topics there are: one may be gone. Any thread. */
    public void lookUpAnew() {
        topics.clear();
    }

    /** Bytes that wait for the owner. */
    public long waiting() {
        return waiting.get();
    }

    @Override
    public void admit(Work work) throws InterruptedException {
        while (waiting.get() > MOST_BYTES && !work.assignment().closed()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while outputs waited for their transaction");
            }
        }
    }

    @Override
    public @Nullable CompletionStage<?> hand(Work work, Outputs outputs) {
        outputs.records().forEach(this::require);
        return null;
    }

    @Override
    public void pass(Work work, Outputs outputs) {
        waiting.addAndGet(outputs.bytes());
        work.outputs(outputs);
    }

    @Override
    public void withdraw(Work work) {
        take(work);
    }

    /** Takes the outputs out of finished work; null if there are none. */
    public @Nullable Outputs take(Work work) {
        Outputs outputs = work.takeOutputs();
        if (outputs != null) {
            waiting.addAndGet(-outputs.bytes());
        }
        return outputs;
    }

    /** Whether the topic of a record takes one of this size, as far as that can be said before it is compressed. */
    public boolean fits(ProducerRecord<byte[], byte[]> record) {
        Topic topic = topic(record.topic());
        return topic == null || fits(record, topic);
    }

    /**
     * Finds here, on the runner's thread, what cannot be sent: here it fails one attempt, in the transaction it would abort
     * that. Worse, Kafka's producer can split a batch with a record too large for its topic for ever, until the
     * transaction has timed out.
     */
    private void require(ProducerRecord<byte[], byte[]> record) {
        Topic topic = topic(record.topic());
        if (topic == null) {
            return;
        }
        Integer partition = record.partition();
        if (partition != null && partition >= topic.partitions()) {
            throw new SendFailedException(
                    record.topic(),
                    new IllegalArgumentException(
                            "partition " + partition + " of " + topic.partitions() + " does not exist"));
        }
        if (!fits(record, topic)) {
            throw new SendFailedException(
                    record.topic(),
                    new RecordTooLargeException("its " + smallest(record) + " bytes are more than the " + topic.limit()
                            + " that the topic takes; raise max.message.bytes there, or send less"));
        }
    }

    private @Nullable Topic topic(String name) {
        Topic known = topics.get(name);
        Producer<byte[], byte[]> asked = producer;
        if (known != null || asked == null) {
            return known;
        }
        try {
            int partitions = asked.partitionsFor(name).size();
            known = new Topic(partitions, limits.applyAsLong(name));
            topics.put(name, known);
            return known;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new SendFailedException(name, e);
        } catch (IllegalStateException e) {
            // This producer was replaced in this moment: the owner will see.
            return null;
        }
    }

    private boolean fits(ProducerRecord<byte[], byte[]> record, Topic topic) {
        boolean fits = smallest(record) <= topic.limit();
        if (!fits) {
            // Asked anew next time: limits are raised.
            topics.remove(record.topic());
        }
        return fits;
    }

    private static long smallest(ProducerRecord<byte[], byte[]> record) {
        long bytes = SMALLEST_BATCH + length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] part) {
        return part == null ? 0 : part.length;
    }

    @Override
    public void close() {}
}
