package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    private static final int RECORDS = 3_000;
    private static final int GROWN = 12;
    private static final Duration STALL = WorkerPlan.MAX_POLL.plusSeconds(2);

    private static ChaosBroker brokers;

    @BeforeAll
    static void start() {
        brokers = ChaosBroker.start(1);
    }

    @AfterAll
    static void stop() {
        brokers.close();
    }

    @Test
    void partitionsThatAreLostWithOthersAreNobodysButTheirNewOwners() throws InterruptedException {
        try (Scene scene = scene(Mode.RETRY_TOPICS, 4)) {
            // Given
            LocalMember away = join(scene);
            scene.startLoad();
            scene.await("it is at work", () -> scene.journal().finished() > 100);
            stall(scene, away);

            // When
            grow(scene);
            Scene.pause(Duration.ofSeconds(2));
            join(scene);

            // Then
            assertThat(scene.finish().violations()).isEmpty();
        }
    }

    /** Nothing is lost of a member that had nothing before, so its consumer says nothing. */
    @ParameterizedTest
    @EnumSource(names = {"RETRY_TOPICS", "EXACTLY_ONCE_WITH_RETRY_TOPICS"})
    void firstPartitionsOfAMemberAreNobodysButTheirNewOwners(Mode mode) throws InterruptedException {
        try (Scene scene = scene(mode, 1)) {
            // Given
            join(scene);
            scene.startLoad();
            scene.await("it is at work", () -> scene.journal().finished() > 100);
            LocalMember away = scene.join();
            Scene.pause(Duration.ofSeconds(1));
            stall(scene, away);

            // When
            grow(scene);

            // Then
            assertThat(scene.finish().violations()).isEmpty();
        }
    }

    private static Scene scene(Mode mode, int partitions) {
        return new Scene(mode, brokers, "consumer", false, partitions, RECORDS, 300, 1, Duration.ofSeconds(30));
    }

    private static LocalMember join(Scene scene) {
        LocalMember member = scene.join();
        scene.await("it has partitions", () -> scene.hasPartitions(member));
        return member;
    }

    private static void stall(Scene scene, LocalMember member) {
        long from = System.currentTimeMillis();
        scene.disturb("stalled owner", member, from, from + STALL.toMillis());
        member.stall(STALL);
    }

    private static void grow(Scene scene) {
        scene.cluster().grow(scene.topic(), GROWN);
        scene.load().partitions(GROWN);
    }
}
