package dev.brine.gateway.consume;

import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** One request for events. Answered when it is known where they begin. */
final class EventsWork implements Work {

    private final ConsumeEndpoint endpoint;
    private final Head head;
    private final String topic;
    private final StartFrom from;
    private final AtomicBoolean counted = new AtomicBoolean();

    EventsWork(ConsumeEndpoint endpoint, Head head, String topic, StartFrom from) {
        this.endpoint = endpoint;
        this.head = head;
        this.topic = topic;
        this.from = from;
    }

    @Override
    public String route() {
        return ConsumeEndpoint.EVENTS;
    }

    @Override
    public Refusal late(String message) {
        return Refusal.of(50401, "no answer in time");
    }

    @Override
    public CompletionStage<Answer> begin(byte[] body) {
        endpoint.streamBegins();
        counted.set(true);
        return endpoint.topics()
                .partitions(topic)
                .thenApplyAsync(
                        count -> new Beginning(count, new RecordJson(new Values(endpoint.formats(), topic, false))),
                        endpoint.executor())
                .thenCompose(this::subscribe)
                .exceptionally(failure -> Faults.answer(head, failure));
    }

    @Override
    public void ended() {
        if (counted.compareAndSet(true, false)) {
            endpoint.streamEnds();
        }
    }

    private record Beginning(int partitions, RecordJson json) {}

    private CompletableFuture<Answer> subscribe(Beginning beginning) {
        List<TopicPartition> partitions = IntStream.range(0, beginning.partitions())
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
        return from.in(endpoint.topics(), partitions)
                .thenCombine(endpoint.topics().offsets(partitions, OffsetSpec.latest()), (begin, end) -> {
                    begin.forEach((partition, offset) -> {
                        long last = Objects.requireNonNull(end.get(partition));
                        if (offset > last) {
                            throw ConsumeEndpoint.beyondEnd(offset, last);
                        }
                    });
                    return streaming(beginning, begin);
                });
    }

    private Answer streaming(Beginning beginning, Map<TopicPartition, Long> begin) {
        ConsumerThread thread = endpoint.pool().least();
        EventStream stream =
                new EventStream(topic, beginning.json(), endpoint.executor(), thread::wake, endpoint.room(), begin);
        return Answer.streaming(
                MediaType.EVENTS, Map.of("Cache-Control", "no-store", "X-Accel-Buffering", "no"), outlet -> {
                    stream.open(outlet);
                    endpoint.add(stream);
                    List<Subscription> parts = new ArrayList<>();
                    begin.forEach((partition, offset) -> parts.add(stream.of(partition, offset)));
                    thread.add(parts);
                });
    }
}
