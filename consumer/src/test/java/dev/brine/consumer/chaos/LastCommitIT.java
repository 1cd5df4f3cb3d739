package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.consumer.Cluster;
import dev.brine.consumer.WithClients;
import dev.brine.consumer.Worker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A group that rebalances for long, because another member says nothing, refuses the commits of those who leave. */
@BrineBroker
@Timeout(120)
final class LastCommitIT {

    private EmbeddedBroker broker;

    @Test
    void lastCommitIsTriedAsLongAsAWorkerMayDrain() {
        // Given
        broker.createTopic("leaving", 4);
        try (Cluster cluster = new Cluster(broker)) {
            cluster.sendCounted("leaving", 400, 40);
            AtomicInteger done = new AtomicInteger();
            Worker<String, String> worker = WithClients.of(
                            cluster.worker("leaving", "leavers"), new TappedClients(new Rebalancing()))
                    .handler(message -> done.incrementAndGet())
                    .build();
            worker.start();
            await().atMost(Duration.ofSeconds(60)).until(() -> done.get() == 400);

            // When
            worker.close(Duration.ofSeconds(20));

            // Then
            assertThat(cluster.committedSum("leavers")).isEqualTo(400);
        }
    }

    /** Refuses every commit until five seconds after the first that the worker waits for. */
    private static final class Rebalancing extends Tap {

        private long until;

        private Rebalancing() {
            super("leaver", event -> {});
        }

        @Override
        void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            callback.onComplete(offsets, new RebalanceInProgressException());
        }

        @Override
        void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration atMost) {
            long now = System.nanoTime();
            if (until == 0) {
                until = now + TimeUnit.SECONDS.toNanos(5);
            }
            if (now - until < 0) {
                throw new RebalanceInProgressException();
            }
            super.commitSync(offsets, atMost);
        }
    }
}
