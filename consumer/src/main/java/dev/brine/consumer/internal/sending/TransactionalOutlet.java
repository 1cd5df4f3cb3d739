package dev.brine.consumer.internal.sending;

import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Passes outputs on with their work, for the owner to send in its transaction, and bounds what waits for it: while that is
 * too much no attempt begins. An attempt that has begun never waits, so whatever the owner waits for can end.
 */
public final class TransactionalOutlet implements Outlet {

    private static final long MOST_BYTES = 64L << 20;
    private static final long LOOK_NANOS = 1_000_000;

    private final Refusals refusals;
    private final AtomicLong waiting = new AtomicLong();
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private volatile @Nullable Producer<byte[], byte[]> producer;

    /** @param refusals takes note of what brokers refuse */
    public TransactionalOutlet(Refusals refusals) {
        this.refusals = refusals;
    }

    public Refusals refusals() {
        return refusals;
    }

    /** Names the producer that topics are looked up with from now on. Owner thread. */
    public void lookUpWith(Producer<byte[], byte[]> current) {
        producer = current;
    }

    /** Forgets which topics there are: one may be gone. Any thread. */
    public void lookUpAnew() {
        partitions.clear();
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
        outputs.records().forEach(this::requireTopic);
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

    /**
     * Finds a missing topic here, on the runner's thread, where it fails one attempt; the owner would wait for it, and its
     * transaction would have to be aborted.
     */
    private void requireTopic(ProducerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        Integer known = partitions.get(topic);
        Producer<byte[], byte[]> asked = producer;
        if (known == null && asked != null) {
            try {
                known = asked.partitionsFor(topic).size();
                partitions.put(topic, known);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                throw new SendFailedException(topic, e);
            } catch (IllegalStateException e) {
                // This producer was replaced in this moment: the owner will see.
                return;
            }
        }
        Integer partition = record.partition();
        if (known != null && partition != null && partition >= known) {
            throw new SendFailedException(
                    topic, new IllegalArgumentException("partition " + partition + " of " + known + " does not exist"));
        }
    }

    @Override
    public void close() {}
}
