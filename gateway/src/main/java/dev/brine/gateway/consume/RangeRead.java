package dev.brine.gateway.consume;

import dev.brine.gateway.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** One range: the first records that there are from an offset on, as many as fit, at least one; or none, after a while. */
final class RangeRead implements Subscription {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What was found, and where to go on. */
    record Range(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

    private final TopicPartition partition;
    private final int maxBytes;
    private final long end;
    private final long deadline;
    private final CompletableFuture<Range> found = new CompletableFuture<>();
    private long next;

    /**
     * @param end where the partition ended when it was asked; until it is reached, an answer without records would be wrong
     * @param waitNanos how long to wait for news behind the end
     */
    RangeRead(TopicPartition partition, long next, long end, int maxBytes, long waitNanos, long now) {
        this.partition = partition;
        this.next = next;
        this.end = end;
        this.maxBytes = maxBytes;
        this.deadline = now + (next < end ? Math.max(PATIENCE_NANOS, waitNanos) : waitNanos);
    }

    CompletableFuture<Range> found() {
        return found;
    }

    @Override
    public TopicPartition partition() {
        return partition;
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void moveTo(long offset) {
        next = offset;
    }

    @Override
    public boolean wants() {
        return !found.isDone();
    }

    @Override
    public boolean over() {
        return found.isDone();
    }

    @Override
    public void take(List<ConsumerRecord<byte[], byte[]>> records, long position) {
        if (records.isEmpty()) {
            next = position;
            return;
        }
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += size(record);
            if (!taken.isEmpty() && bytes > maxBytes) {
                found.complete(new Range(taken, record.offset()));
                return;
            }
            taken.add(record);
        }
        found.complete(new Range(taken, position));
    }

    @Override
    public void tick(long nanos) {
        if (nanos - deadline < 0) {
            return;
        }
        if (next < end) {
            fail(Refusal.of(50301, "Kafka does not give its records now; try again")
                    .with("Retry-After", "2"));
        } else {
            found.complete(new Range(List.of(), next));
        }
    }

    @Override
    public void fail(Refusal refusal) {
        found.completeExceptionally(refusal);
    }

    static long size(ConsumerRecord<byte[], byte[]> record) {
        long size =
                (record.key() == null ? 0 : record.key().length) + (record.value() == null ? 0 : record.value().length);
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }
}
