package dev.brine.gateway.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.MediaType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Takes records for topics. Safe for use by many threads; what it is given stays the caller's. */
public final class ProduceEndpoint {

    static final String RAW = "/topics/{topic}/records";
    static final String CONFLUENT = "/topics/{topic}";

    private final KafkaTopicWriter writer;
    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final IdempotencyCache answers = new IdempotencyCache();

    /**
     * @param executor decodes after something had to be waited for; what it refuses is answered with 503
     * @param scheduler tries again when there was no room
     */
    public ProduceEndpoint(KafkaTopicWriter writer, Executor executor, ScheduledExecutorService scheduler) {
        this.writer = requireNonNull(writer, "writer");
        this.executor = requireNonNull(executor, "executor");
        this.scheduler = requireNonNull(scheduler, "scheduler");
    }

    /**
     * {@code POST /topics/{topic}/records}: a raw body.
     *
     * @param client whose request it is; keys of idempotency are its own
     * @throws dev.brine.gateway.http.Refusal 400, 406, 415 or 422 if the head alone says that it cannot be done; 503 if too
     *     much waits for Kafka already
     */
    public Work raw(Head head, String topic, String client) {
        requireRoom();
        String type = MediaType.chosen(head.accept(), List.of(MediaType.JSON, MediaType.KAFKA, MediaType.PROBLEM));
        return new ProduceWork(
                this, head, topic, client, RAW, RawForm.of(head), RecordFields.of(head), whole(type, MediaType.JSON));
    }

    /** {@code POST /topics/{topic}}: a body of Confluent's REST interface, v2. */
    public Work confluent(Head head, String topic, String client) {
        requireRoom();
        String type = MediaType.chosen(
                head.accept(),
                List.of(MediaType.KAFKA, "application/vnd.kafka+json", MediaType.JSON, MediaType.PROBLEM));
        return new ProduceWork(
                this,
                head,
                topic,
                client,
                CONFLUENT,
                ConfluentForm.of(head),
                RecordFields.of(head),
                whole(type, MediaType.KAFKA));
    }

    private void requireRoom() {
        if (writer.crowded()) {
            throw Fate.noRoom();
        }
    }

    // Who accepts nothing but problems still gets an answer when there is none.
    private static String whole(String chosen, String usual) {
        return chosen.equals(MediaType.PROBLEM) ? usual : chosen;
    }

    KafkaTopicWriter writer() {
        return writer;
    }

    Executor executor() {
        return executor;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    IdempotencyCache answers() {
        return answers;
    }

    /** All that makes one request another. */
    static byte[] hash(Head head, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.join("/", head.path()).getBytes(UTF_8));
            digest.update(head.query().toString().getBytes(UTF_8));
            digest.update(head.contentType().orElse("").getBytes(UTF_8));
            head.fields().stream()
                    .filter(field -> field.name().regionMatches(true, 0, "brine-", 0, 6))
                    .forEach(field -> digest.update((field.name() + ":" + field.value() + "\n").getBytes(UTF_8)));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every runtime must have", e);
        }
    }
}
