package dev.brine.gateway.consume;

import dev.brine.gateway.flow.UnknownPartitionException;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** One request for a range of records. */
final class RangeWork implements Work {

    private final ConsumeEndpoint endpoint;
    private final Head head;
    private final TopicPartition partition;
    private final StartFrom from;
    private final int maxBytes;
    private final long waitMillis;
    private final String type;

    RangeWork(
            ConsumeEndpoint endpoint,
            Head head,
            String topic,
            int partition,
            StartFrom from,
            int maxBytes,
            long waitMillis,
            String type) {
        this.endpoint = endpoint;
        this.head = head;
        this.partition = new TopicPartition(topic, partition);
        this.from = from;
        this.maxBytes = maxBytes;
        this.waitMillis = waitMillis;
        this.type = type;
    }

    @Override
    public String route() {
        return ConsumeEndpoint.RANGE;
    }

    @Override
    public Refusal late(String message) {
        return Refusal.of(50401, "no answer in time");
    }

    @Override
    public CompletionStage<Answer> begin(byte[] body) {
        endpoint.rangeBegins();
        return endpoint.topics()
                .partitions(partition.topic())
                .thenCompose(this::read)
                .thenApplyAsync(this::answer, endpoint.executor())
                .exceptionally(failure -> Faults.answer(head, failure))
                .whenComplete((answer, failure) -> endpoint.rangeEnds());
    }

    private CompletableFuture<RangeRead.Range> read(int count) {
        if (partition.partition() >= count) {
            throw new UnknownPartitionException(partition.topic(), partition.partition(), count);
        }
        List<TopicPartition> one = List.of(partition);
        return endpoint.topics()
                .offsets(one, OffsetSpec.latest())
                .thenCombine(from.in(endpoint.topics(), one), this::subscribe)
                .thenCompose(RangeRead::found);
    }

    private RangeRead subscribe(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> begins) {
        long end = Objects.requireNonNull(ends.get(partition));
        long begin = Objects.requireNonNull(begins.get(partition));
        if (begin > end) {
            throw ConsumeEndpoint.beyondEnd(begin, end);
        }
        RangeRead range = new RangeRead(
                partition, begin, end, maxBytes, TimeUnit.MILLISECONDS.toNanos(waitMillis), System.nanoTime());
        if (begin == end && waitMillis == 0) {
            range.tick(System.nanoTime());
        } else {
            endpoint.pool().least().add(List.of(range));
        }
        return range;
    }

    private Answer answer(RangeRead.Range range) {
        Values values = new Values(endpoint.formats(), partition.topic(), type.equals(MediaType.PICKLE));
        byte[] body =
                switch (type) {
                    case MediaType.NDJSON -> new RecordJson(values).lines(range.records());
                    case MediaType.PICKLE -> new RecordPickle(values).object(range.records(), range.next());
                    default -> new RecordJson(values).object(range.records(), range.next());
                };
        return Answer.of(200, type, body)
                .with("Brine-Next-Offset", Long.toString(range.next()))
                .with("Cache-Control", "no-store")
                .with("Vary", "Accept");
    }
}
