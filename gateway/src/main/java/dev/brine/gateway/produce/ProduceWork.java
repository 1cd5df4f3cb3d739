package dev.brine.gateway.produce;

import dev.brine.gateway.flow.Announced;
import dev.brine.gateway.flow.EncodedRecord;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.UnknownPartitionException;
import dev.brine.gateway.flow.UnknownTopicException;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.Errors;
import dev.brine.gateway.media.ItemError;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;

/** One request with records. */
final class ProduceWork implements Work {

    private static final String SOURCE = "http";

    private final ProduceEndpoint endpoint;
    private final Head head;
    private final String topic;
    private final String client;
    private final String route;
    private final BodyForm form;
    private final RecordFields fields;
    private final String type;
    private final Announced announced;

    ProduceWork(
            ProduceEndpoint endpoint,
            Head head,
            String topic,
            String client,
            String route,
            BodyForm form,
            RecordFields fields,
            String type) {
        this.endpoint = endpoint;
        this.head = head;
        this.topic = topic;
        this.client = client;
        this.route = route;
        this.form = form;
        this.fields = fields;
        this.type = type;
        this.announced = endpoint.writer().announce(head.length());
    }

    @Override
    public String route() {
        return route;
    }

    @Override
    public Refusal late(String message) {
        return Refusal.of(50401, message);
    }

    @Override
    public void ended() {
        announced.gone();
    }

    @Override
    public CompletionStage<Answer> begin(byte[] body) {
        if (fields.idempotencyKey().isEmpty()) {
            return answer(body, anyName());
        }
        String key = fields.idempotencyKey().get();
        return endpoint.answers().once(client + "\n" + key, ProduceEndpoint.hash(head, body), () -> answer(body, key));
    }

    // To be told from all others, not to be secret.
    private static String anyName() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private CompletableFuture<Answer> answer(byte[] body, String request) {
        CompletableFuture<Integer> partitions = endpoint.writer().partitions(topic);
        CompletableFuture<Answer> answer;
        if (partitions.isDone()) {
            answer = partitions.thenCompose(count -> send(body, request, count));
        } else {
            try {
                answer = partitions.thenComposeAsync(count -> send(body, request, count), endpoint.executor());
            } catch (RejectedExecutionException e) {
                throw Refusal.busy();
            }
        }
        return answer.exceptionally(this::refused);
    }

    private CompletableFuture<Answer> send(byte[] body, String request, int partitions) {
        if (endpoint.writer().stalled()) {
            throw Refusal.of(50301, "not sent: Kafka does not answer now; try again")
                    .with("Retry-After", "2");
        }
        List<EncodedRecord> records;
        try {
            records = encode(body, request, partitions);
        } catch (Invalid e) {
            return CompletableFuture.completedFuture(Errors.answer(
                    head,
                    Refusal.of(
                            Invalid.BATCH,
                            e.items().size() + " of the records are not valid, and none was sent; see errors"),
                    e.items()));
        }
        announced.became(records.stream().mapToLong(EncodedRecord::size).sum());
        return Sends.all(endpoint.writer(), endpoint.scheduler(), records)
                .thenApply(fates ->
                        ProduceAnswers.of(head, type, route.equals(ProduceEndpoint.CONFLUENT), records, fates));
    }

    /** All of them, or none. */
    private List<EncodedRecord> encode(byte[] body, String request, int partitions) {
        boolean json = form != RawForm.PICKLE && form != RawForm.PICKLED_LIST;
        Parsed parsed;
        try {
            TopicFormat format = endpoint.writer().formats().of(topic);
            parsed = form.parse(format, fields, body);
        } catch (RuntimeException e) {
            throw Invalid.refusal(e, json);
        }
        List<EncodedRecord> records = new ArrayList<>(parsed.items().size());
        List<ItemError> errors = new ArrayList<>();
        for (int i = 0; i < parsed.items().size(); i++) {
            Parsed.Item item = parsed.items().get(i);
            try {
                Integer partition = item.partition();
                if (partition != null && partition >= partitions) {
                    throw Fate.refusal(new UnknownPartitionException(topic, partition, partitions));
                }
                records.add(endpoint.writer().encode(record(item, request + ":" + i)));
            } catch (RuntimeException e) {
                Refusal refusal = Invalid.refusal(e, parsed.json());
                if (!parsed.batch() || refusal.status() == 503 || refusal.status() == 404) {
                    throw refusal;
                }
                errors.add(new ItemError(i, refusal.code(), refusal.getMessage()));
            }
        }
        if (!errors.isEmpty()) {
            throw new Invalid(errors);
        }
        return records;
    }

    private SourceRecord record(Parsed.Item item, String position) {
        return new SourceRecord(
                topic,
                item.value().get(),
                item.key(),
                item.partition(),
                item.timestamp(),
                fields.headers(),
                SOURCE,
                position);
    }

    private Answer refused(Throwable failure) {
        Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UnknownTopicException || cause instanceof Refusal) {
            return Errors.answer(head, Fate.refusal(cause));
        }
        if (cause instanceof RetriableException || cause instanceof RejectedExecutionException) {
            // Nothing was sent yet: only the topic was asked for.
            return Errors.answer(
                    head,
                    Refusal.of(50301, "not sent: Kafka does not answer now; try again")
                            .with("Retry-After", "2"));
        }
        if (cause instanceof StackOverflowError) {
            return Errors.answer(head, Refusal.of(42206, "nested too deep"));
        }
        if (cause instanceof ApiException) {
            return Errors.answer(head, Fate.refusal(cause));
        }
        throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
