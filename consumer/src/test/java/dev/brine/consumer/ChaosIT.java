package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers of one group that come, drain, are torn away, and fail, while the broker restarts and the dead-letter topic
 * refuses, by a schedule that follows from a seed. At the end the ledger must balance: every record finished, each
 * key in order, every commit at the end of its partition.
 */
@Timeout(180)
final class ChaosIT extends WorkerCase {

    private static final int RECORDS = 15_000;
    private static final int KEYS = 300;
    private static final int PARTITIONS = 12;

    private final List<String> history = new ArrayList<>();

    /** {@code -Dbrine.chaos.seeds=N} runs N seeds instead of two; odd ones by the classic protocol, even ones by the other. */
    static Stream<Arguments> schedules() {
        return LongStream.rangeClosed(1, Long.getLong("brine.chaos.seeds", 2))
                .mapToObj(seed -> Arguments.of(seed % 2 == 1 ? "classic" : "consumer", seed));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("schedules")
    void ledgerBalancesWhateverHappens(String protocol, long seed) {
        // Given
        Random random = new Random(seed);
        String topic = topic(PARTITIONS);
        Map<String, Object> properties = new HashMap<>(cluster.properties(protocol));
        if (protocol.equals("classic")) {
            properties.put("session.timeout.ms", 6_000);
            properties.put("heartbeat.interval.ms", 500);
        }
        WorkerBuilder<String, String> builder =
                cluster.worker(topic, group).kafka(properties).inFlight(60).handler(message -> handle(seed, message));
        start(builder);
        start(builder);

        // When
        for (int sent = 0; sent < RECORDS; sent += RECORDS / 10) {
            send(topic, sent, sent + RECORDS / 10);
            long wanted = sent / 2;
            soon().untilAsserted(() -> assertThat(ledger.count()).isGreaterThanOrEqualTo(wanted));
            act(random, builder, topic);
        }
        cluster.refuseWrites(topic + ".dlq", false);
        if (workers.isEmpty()) {
            start(builder);
        }
        awaitFinished(RECORDS);

        // Then
        ledger.assertCompleteAndInOrder(RECORDS, KEYS);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group))
                .as("commits after %s", history)
                .isEqualTo(RECORDS));
        assertThat(ledger.dead()).as("dead letters after %s", history).isPositive();
        assertThat(cluster.read(topic + ".dlq")).hasSizeGreaterThanOrEqualTo((int) ledger.dead());
        // At most what was in handlers or uncommitted when a worker was torn away or a broker went down.
        assertThat(ledger.repeated()).as("repeated after %s", history).isLessThan(RECORDS / 2);
    }

    private void act(Random random, WorkerBuilder<String, String> builder, String topic) {
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                history.add("join");
                start(builder);
            }
            case 2 -> {
                if (workers.size() > 1) {
                    history.add("drain");
                    workers.remove(random.nextInt(workers.size())).close();
                }
            }
            case 3 -> {
                if (workers.size() > 1) {
                    history.add("tear away");
                    workers.remove(random.nextInt(workers.size())).close(Duration.ZERO);
                }
            }
            case 4 -> {
                history.add("restart broker");
                broker.stop(0);
                broker.start(0);
            }
            case 5 -> {
                history.add("refuse dead letters");
                cluster.refuseWrites(topic + ".dlq", true);
            }
            default -> {
                history.add("accept dead letters");
                cluster.refuseWrites(topic + ".dlq", false);
            }
        }
    }

    private void send(String topic, int from, int to) {
        for (int i = from; i < to; i++) {
            cluster.send(topic, "key-" + i % KEYS, Integer.toString(i / KEYS));
        }
        cluster.flush();
    }

    /** Mostly quick, sometimes slow, sometimes failing once, rarely for good; by the record, so that a seed says which. */
    private static void handle(long seed, Message<String, String> message) {
        int dice = Math.floorMod((message.key() + "/" + message.value() + "/" + seed).hashCode(), 1_000);
        if (dice < 3) {
            throw new GiveUpException("by the dice");
        }
        if (dice < 30 && message.attempt() == 1) {
            throw new IllegalStateException("once");
        }
        if (dice < 100) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dice));
        }
    }
}
