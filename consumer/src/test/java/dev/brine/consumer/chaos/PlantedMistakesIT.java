package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.WorkerBuilder;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The audit finds the mistakes that others have shipped: each is planted into workers of a small run and must be found
 * by the rule that is there for it; the same run without the mistake must be in order.
 */
@Timeout(240)
final class PlantedMistakesIT {

    private static final int PARTITIONS = 4;
    private static final int RECORDS = 1_200;
    private static final long SEED = 1;
    private static ChaosBroker brokers;

    /** The run that several mistakes are planted in, without any. */
    private static Audit inOrder;

    @BeforeAll
    static void start() {
        brokers = ChaosBroker.start(1);
    }

    @AfterAll
    static void stop() {
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource
    void mistakeIsFoundAndTheSameRunWithoutItIsInOrder(Mistake mistake) throws InterruptedException {
        // When
        Audit honest = mistake.hasItsOwnScene() || inOrder == null
                ? run(mistake, mistake::honest, TappedClients::new, builder -> builder, Duration.ofSeconds(60))
                : inOrder;
        Audit wrong = run(mistake, mistake::tap, mistake::clients, mistake::settings, Duration.ofSeconds(6));

        // Then
        inOrder = mistake.hasItsOwnScene() ? inOrder : honest;
        assertThat(honest.violations()).isEmpty();
        assertThat(wrong.violations().stream().map(Violation::rule).collect(Collectors.toSet()))
                .as("%s", wrong.violations())
                .contains(mistake.found());
    }

    private static Audit run(
            Mistake mistake,
            BiFunction<String, Journal, Tap> taps,
            Function<Tap, TappedClients> clients,
            UnaryOperator<WorkerBuilder<String, String>> settings,
            Duration patience)
            throws InterruptedException {
        try (Scene scene =
                new Scene(mistake.mode(), brokers, "classic", false, PARTITIONS, RECORDS, 1_500, SEED, patience)) {
            Cast cast = new Cast(scene, taps, clients, settings);
            switch (mistake) {
                case STALE_RECORD_WINS -> partitionsComeBack(scene, cast);
                case FOREIGN_MAP_MEANS_DONE -> foreignCommits(scene, cast);
                case PARKED_IS_FORGOTTEN -> parkedChangesHands(scene, cast);
                case OFFSETS_OUTSIDE_THE_TRANSACTION -> killedBehindItsTransaction(scene, cast);
                case LETTER_SENT_IS_LETTER_THERE -> lettersRefused(scene, cast);
                case RATE_IS_NOT_SHARED -> backlog(scene, cast);
                case OUTAGE_USES_UP_ATTEMPTS -> outage(scene, cast);
                default -> comeAndGo(scene, cast);
            }
            return scene.finish();
        }
    }

    private record Cast(
            Scene scene,
            BiFunction<String, Journal, Tap> taps,
            Function<Tap, TappedClients> clients,
            UnaryOperator<WorkerBuilder<String, String>> settings) {

        LocalMember join() {
            String name = scene.nextName();
            Tap tap = taps.apply(name, scene.journal());
            LocalMember member = scene.join(name, tap, clients.apply(tap), settings);
            scene.await(name + " has partitions", () -> scene.hasPartitions(member));
            return member;
        }
    }

    /** A worker works, another joins, the first leaves. */
    private static void comeAndGo(Scene scene, Cast cast) {
        LocalMember first = cast.join();
        scene.startLoad();
        scene.await("half is sent", () -> scene.count() > RECORDS / 2);
        cast.join();
        scene.drain(first);
    }

    /** A worker with much in its queues gives partitions away and gets them back before the other one is through. */
    private static void partitionsComeBack(Scene scene, Cast cast) {
        LocalMember first = cast.join();
        first.behaviour().slow(200);
        scene.startLoad();
        scene.await("all is sent", () -> scene.count() == RECORDS);
        LocalMember second = cast.join();
        scene.drain(second);
        first.behaviour().slow(0);
    }

    /** A worker leaves with records parked; another one comes. */
    private static void parkedChangesHands(Scene scene, Cast cast) {
        LocalMember first = cast.join();
        scene.startLoad();
        scene.await("half is sent", () -> scene.count() > RECORDS / 2);
        scene.drain(first);
        cast.join();
    }

    /** A worker dies when its transaction is committed; another one goes on. */
    private static void killedBehindItsTransaction(Scene scene, Cast cast) {
        LocalMember first = cast.join();
        // In the middle of it: not through before it is to be killed, and not at a dead letter, which has no output.
        first.behaviour().slow(50);
        scene.startLoad();
        scene.await("a quarter is finished", () -> scene.journal().finished() > RECORDS / 4);
        scene.kill(first, Step.AFTER_COMMIT, Duration.ofSeconds(30));
        cast.join();
    }

    /** The group has commits of another kind of consumer. */
    private static void foreignCommits(Scene scene, Cast cast) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            scene.cluster()
                    .commit(
                            scene.group(),
                            new TopicPartition(scene.topic(), partition),
                            new OffsetAndMetadata(0, "AgAAAZ0rQk8"));
        }
        cast.join();
        scene.startLoad();
    }

    /** Two workers find more than their rate allows at once. */
    private static void backlog(Scene scene, Cast cast) {
        scene.startLoad();
        scene.await("all is sent", () -> scene.count() == RECORDS);
        cast.join();
        cast.join();
    }

    /** What the handlers of a worker call is away for a while. */
    private static void outage(Scene scene, Cast cast) {
        LocalMember only = cast.join();
        scene.startLoad();
        scene.await("half is sent", () -> scene.count() > RECORDS / 2);
        only.behaviour().failing(true);
        Scene.pause(Duration.ofSeconds(3));
        only.behaviour().failing(false);
    }

    /** Nobody takes dead letters for a while. */
    private static void lettersRefused(Scene scene, Cast cast) {
        cast.join();
        scene.cluster().refuseWrites(scene.topic() + ".dlq", true);
        scene.startLoad();
        scene.await("all is sent", () -> scene.count() == RECORDS);
        scene.cluster().refuseWrites(scene.topic() + ".dlq", false);
    }
}
