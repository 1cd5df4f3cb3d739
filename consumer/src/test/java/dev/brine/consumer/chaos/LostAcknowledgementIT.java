package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.RetryHeaders;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Acknowledgements of parked records that do not come, or do not say enough. A worker dies when a parked record is in its log again, for its next delay, and nobody has heard of it: the next owner goes on
 * from that copy, and the older one is finished.
 */
@Timeout(120)
final class LostAcknowledgementIT {

    private static final int RECORDS = 600;

    private static ChaosBroker brokers;

    @BeforeAll
    static void start() {
        brokers = ChaosBroker.start(1);
    }

    @AfterAll
    static void stop() {
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRY_TOPICS", "EXACTLY_ONCE_WITH_RETRY_TOPICS"})
    void copyThatNobodyHasHeardOfIsTheOneThatCounts(Mode mode) throws InterruptedException {
        try (Scene scene = scene(mode)) {
            // Given
            LocalMember first = join(scene, new DiesAtTheSecondDelay(tap(scene)));
            scene.startLoad();
            scene.await("a record is in the log for its second delay", first::killed);
            scene.kill(first);

            // When
            LocalMember second = join(scene, new TappedClients(tap(scene)));
            // Its first commit is there before the record is done.
            second.behaviour().slow(600);
            scene.await("it is at work", () -> scene.journal().events().stream()
                    .anyMatch(event -> event.worker().equals(second.name()) && event.kind() == Event.Kind.DONE));
            second.behaviour().slow(0);

            // Then
            assertThat(scene.finish().violations()).isEmpty();
        }
    }

    /** As a client does it for a batch that it repeats and the broker has forgotten the offset of. */
    @Test
    void copyThatIsAcknowledgedWithoutItsOffsetIsWrittenAgain() throws InterruptedException {
        try (Scene scene = scene(Mode.RETRY_TOPICS)) {
            // Given
            WithoutOffsets clients = new WithoutOffsets(tap(scene));
            join(scene, clients);

            // When
            scene.startLoad();
            scene.await("all is sent", () -> scene.count() == RECORDS);

            // Then
            assertThat(scene.finish().violations()).isEmpty();
            assertThat(clients.sent).hasValueGreaterThan(10);
        }
    }

    private static Scene scene(Mode mode) {
        return new Scene(mode, brokers, "classic", false, 1, RECORDS, 1_500, 1, Duration.ofSeconds(30));
    }

    private static Tap tap(Scene scene) {
        return new Tap(scene.nextName(), scene.journal());
    }

    private static LocalMember join(Scene scene, TappedClients clients) {
        return scene.join(clients.tap().worker(), clients.tap(), clients);
    }

    private static final class DiesAtTheSecondDelay extends TappedClients {

        private DiesAtTheSecondDelay(Tap tap) {
            super(tap);
        }

        @Override
        Future<RecordMetadata> send(
                Producer<byte[], byte[]> real, ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (tap().killed()
                    || record.headers().lastHeader(RetryHeaders.TIER) == null
                    || !text(record.headers(), RetryHeaders.TIER).equals("2")) {
                return super.send(real, record, callback);
            }
            real.send(record, (metadata, failure) -> tap().kill());
            return new CompletableFuture<>();
        }
    }

    /** The first of every four copies is acknowledged, and nobody is told where it is. */
    private static final class WithoutOffsets extends TappedClients {

        private final AtomicInteger sent = new AtomicInteger();

        private WithoutOffsets(Tap tap) {
            super(tap);
        }

        @Override
        Future<RecordMetadata> send(
                Producer<byte[], byte[]> real, ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (record.headers().lastHeader(RetryHeaders.TIER) == null || sent.getAndIncrement() % 4 != 0) {
                return super.send(real, record, callback);
            }
            TopicPartition to = new TopicPartition(record.topic(), record.partition());
            return real.send(
                    record,
                    (metadata, failure) -> callback.onCompletion(new RecordMetadata(to, -1, 0, -1, -1, -1), failure));
        }
    }
}
