package dev.brine.cli.dlq;

import dev.brine.cli.ProgressLine;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.consumer.deadletter.RedriveProgress;
import dev.brine.producer.BrineProducer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Sends letters back, and commits what is acknowledged: about once a second, and at the end. Used by one thread;
 * acknowledgements come on the producer's and are only queued there.
 */
final class Redriver implements LetterReader.Visitor {

    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** Together with the producer's patience it keeps a lost broker within half a minute. */
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(8);

    private final Judge judge;
    private final Map<TopicPartition, RedriveProgress> progress;
    private final BrineProducer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final RateLimit rate;
    private final ProgressLine line;
    private final Limits limits;
    private final LongSupplier nanos;
    private final ConcurrentLinkedQueue<Acknowledged> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Failed> failed = new AtomicReference<>();
    private long sent;
    private long acknowledged;
    private long committedAt;
    private @Nullable TopicPartition full;
    private @Nullable KafkaException commitFailure;

    private record Acknowledged(TopicPartition partition, long offset) {}

    /** A letter that was not taken. */
    record Failed(DeadLetter letter, Throwable cause) {}

    /**
     * @param most letters to send
     * @param skipOthers whether letters that the filter leaves out count as done
     */
    record Limits(long most, boolean skipOthers) {}

    Redriver(
            Judge judge,
            Map<TopicPartition, RedriveProgress> progress,
            BrineProducer<byte[], byte[]> producer,
            Consumer<byte[], byte[]> consumer,
            RateLimit rate,
            ProgressLine line,
            Limits limits,
            LongSupplier nanos) {
        this.judge = judge;
        this.progress = progress;
        this.producer = producer;
        this.consumer = consumer;
        this.rate = rate;
        this.line = line;
        this.limits = limits;
        this.nanos = nanos;
        this.committedAt = nanos.getAsLong();
    }

    @Override
    public boolean letter(DeadLetter letter) {
        pause();
        TopicPartition partition =
                new TopicPartition(letter.record().topic(), letter.record().partition());
        long offset = letter.record().offset();
        RedriveProgress done = of(partition);
        done.delivered(offset);
        if (done.done(offset)) {
            return true;
        }
        Verdict verdict = judge.judge(letter);
        if (!(verdict instanceof Verdict.Send send)) {
            if (verdict instanceof Verdict.LeftOut && limits.skipOthers()) {
                done.finished(offset);
            }
            return true;
        }
        if (!done.hasRoomFor(offset)) {
            full = partition;
            return false;
        }
        try {
            if (!rate.await()) {
                return false;
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        done.sent(offset);
        sent++;
        var unused = producer.send(send.record()).whenComplete((metadata, failure) -> {
            if (failure == null) {
                arrived.add(new Acknowledged(partition, offset));
            } else {
                failed.compareAndSet(null, new Failed(letter, failure));
            }
        });
        return failed.get() == null && sent < limits.most();
    }

    @Override
    public void pause() {
        take();
        line.show(acknowledged);
        if (nanos.getAsLong() - committedAt >= COMMIT_NANOS) {
            commit();
        }
    }

    @Override
    public void reached(TopicPartition partition, long offset) {
        of(partition).reached(offset);
    }

    /** Waits for every acknowledgement and commits them; a commit that fails is kept and does not hide an earlier fault. */
    void finish() {
        producer.flush();
        take();
        line.clear();
        try {
            commit();
        } catch (KafkaException e) {
            commitFailure = e;
        }
    }

    @Nullable
    KafkaException commitFailure() {
        return commitFailure;
    }

    /** Letters that are acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    @Nullable
    Failed failure() {
        return failed.get();
    }

    /** The partition whose commit has no room for more; null if all have. */
    @Nullable
    TopicPartition full() {
        return full;
    }

    private void take() {
        for (Acknowledged next = arrived.poll(); next != null; next = arrived.poll()) {
            of(next.partition()).finished(next.offset());
            acknowledged++;
        }
    }

    private void commit() {
        committedAt = nanos.getAsLong();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach((partition, done) -> {
            if (done.changed()) {
                offsets.put(partition, done.commit());
            }
        });
        if (!offsets.isEmpty()) {
            consumer.commitSync(offsets, COMMIT_PATIENCE);
        }
    }

    private RedriveProgress of(TopicPartition partition) {
        RedriveProgress found = progress.get(partition);
        if (found == null) {
            throw new IllegalStateException(partition + " was not asked for");
        }
        return found;
    }
}
