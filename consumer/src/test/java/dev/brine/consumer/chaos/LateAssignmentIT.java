package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker of the newer protocol whose owner does not poll is given partitions meanwhile, and loses them with all others when it
 * has not polled for too long. Its consumer tells it of the first when it polls again, and leaves them out of what is lost: the
 * worker must not take them for its own.
 */
@Timeout(120)
final class LateAssignmentIT {

    private static final int RECORDS = 4_000;
    private static final int PARTITIONS = 4;
    private static final int GROWN = 12;

    @ParameterizedTest
    @EnumSource(names = {"RETRY_TOPICS", "EXACTLY_ONCE_WITH_RETRY_TOPICS"})
    void partitionsThatCameAndWentUnseenAreNobodysButTheirOwners(Mode mode) throws InterruptedException {
        try (ChaosBroker brokers = ChaosBroker.start(1);
                Scene scene = new Scene(
                        mode, brokers, "consumer", false, PARTITIONS, RECORDS, 400, 1, Duration.ofSeconds(30))) {
            // Given
            LocalMember first = scene.join();
            scene.await("it has partitions", () -> scene.hasPartitions(first));
            scene.startLoad();
            scene.await("it is at work", () -> scene.journal().finished() > 100);
            long from = System.currentTimeMillis();
            Duration stall = WorkerPlan.MAX_POLL.plusSeconds(2);
            scene.disturb("stalled owner", first, from, from + stall.toMillis());
            first.stall(stall);

            // When
            scene.cluster().grow(scene.topic(), GROWN);
            scene.load().partitions(GROWN);
            Scene.pause(Duration.ofSeconds(2));
            scene.join();

            // Then
            assertThat(scene.finish().violations()).isEmpty();
        }
    }
}
