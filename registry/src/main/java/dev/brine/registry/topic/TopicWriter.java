package dev.brine.registry.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.store.Change;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The turn to write. All writers of a topic share one transactional id: who takes the turn ends that of the one before,
 * whose open write is undone and whose next one is refused. A write that was committed is therefore one that nobody else
 * wrote before since its writer had the turn. For one thread at a time.
 */
final class TopicWriter implements AutoCloseable {

    private static final Duration NO_WAIT = Duration.ZERO;

    private final String topic;
    private final KafkaSettings settings;
    private @Nullable KafkaProducer<byte[], byte[]> turn;

    TopicWriter(String topic, KafkaSettings settings) {
        this.topic = topic;
        this.settings = settings;
    }

    /** Takes the turn unless it is here already, as far as one can know before writing. */
    void takeTurn() {
        if (turn != null) {
            return;
        }
        KafkaProducer<byte[], byte[]> taken = new KafkaProducer<>(settings.producer("brine-registry-" + topic));
        try {
            taken.initTransactions();
        } catch (KafkaException e) {
            taken.close(NO_WAIT);
            throw e;
        }
        turn = taken;
    }

    /**
     * Writes all of them or none, and tells which write it was.
     *
     * @throws KafkaException if they may not be written; the turn is given up, and {@link TopicTail#sawWrite} says which
     *     it was once somebody has the next turn and has read the topic
     */
    void write(UUID id, List<Change> changes) {
        KafkaProducer<byte[], byte[]> producer = turn;
        if (producer == null) {
            throw new IllegalStateException("written without a turn");
        }
        try {
            producer.beginTransaction();
            for (Change change : changes) {
                TopicFormat.Entry entry = TopicFormat.write(change);
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, entry.key(), entry.value());
                record.headers().add(TopicTail.WRITE, id.toString().getBytes(UTF_8));
                // The commit waits for every send and fails if one failed.
                producer.send(record);
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            giveUp();
            throw e;
        }
    }

    private void giveUp() {
        KafkaProducer<byte[], byte[]> producer = turn;
        turn = null;
        if (producer != null) {
            producer.close(NO_WAIT);
        }
    }

    @Override
    public void close() {
        giveUp();
    }
}
