package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.RetryHeaders;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies when a parked record is in its log again, for its next delay, and nobody has heard of it: the next owner goes on
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
        try (Scene scene = new Scene(mode, brokers, "classic", false, 1, RECORDS, 1_500, 1, Duration.ofSeconds(30))) {
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
}
