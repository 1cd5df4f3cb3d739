package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PacingIT extends WorkerCase {

    /** Ways in which a record ends, each of which must bear a pause. */
    enum Mode {
        DEAD_LETTERS {
            @Override
            WorkerBuilder<String, String> set(WorkerBuilder<String, String> builder) {
                return builder;
            }
        },
        RETRY_TOPICS {
            @Override
            WorkerBuilder<String, String> set(WorkerBuilder<String, String> builder) {
                return builder.retryTopics(RetryTopics.after(Duration.ofMillis(100)));
            }
        },
        EXACTLY_ONCE {
            @Override
            WorkerBuilder<String, String> set(WorkerBuilder<String, String> builder) {
                return builder.processing(Processing.EXACTLY_ONCE);
            }
        },
        BATCHES {
            @Override
            WorkerBuilder<String, String> set(WorkerBuilder<String, String> builder) {
                return builder;
            }
        };

        abstract WorkerBuilder<String, String> set(WorkerBuilder<String, String> builder);
    }

    @ParameterizedTest
    @EnumSource
    void anOutagePausesTheWorkerAndCostsNoAttemptNoRecordAndNoOrder(Mode mode) {
        // Given
        String topic = topic(3);
        int records = 300;
        int keys = 30;
        cluster.sendCounted(topic, records, keys);
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger calls = new AtomicInteger();
        MeterRegistry meters = new SimpleMeterRegistry();
        WorkerBuilder<String, String> builder = mode.set(cluster.worker(topic, group))
                // So that no record fails twice before ten have failed, and those that did are tried again as probes.
                .retry(Retry.times(2).backoff(Duration.ofSeconds(1)))
                .circuitBreaker(
                        CircuitBreaker.DEFAULT.window(20, 10).open(Duration.ofMillis(50), Duration.ofMillis(100)))
                .inFlight(4)
                .meters(meters);

        // When
        Worker<String, String> worker = start(
                mode == Mode.BATCHES
                        ? builder.batch(5, Duration.ofMillis(5), batch -> {
                            calls.addAndGet(batch.size());
                            fail(down);
                            return RecordOutcome.allDone(batch);
                        })
                        : builder.handler(message -> {
                            calls.incrementAndGet();
                            fail(down);
                        }));

        // Then: it is tried again and again, by few, and says so
        soon().untilAsserted(() -> {
            assertThat(worker.health().progress()).isEqualTo(Health.Progress.CIRCUIT_OPEN);
            assertThat(worker.health().reason())
                    .contains("paused by the circuit breaker", "calls had failed", "IllegalStateException");
        });
        soon().untilAsserted(() -> assertThat(opened(meters)).isGreaterThan(14));
        assertThat(worker.health().alive()).isTrue();
        assertThat(worker.health().joined()).isTrue();
        assertThat(ledger.count()).isZero();
        // What was in batches when it opened is called as well.
        int first = mode == Mode.BATCHES ? 100 : 60;
        assertThat(calls.get()).as("calls while everything fails").isLessThan(first + 3 * (int) (opened(meters) + 1));

        // And when it works again, all is done, with the attempts that there were
        down.set(false);
        awaitFinished(records);
        ledger.assertCompleteAndInOrder(records, keys);
        assertThat(ledger.dead()).isZero();
        assertThat(ledger.repeated()).isZero();
        assertThat(meters.find("brine.retry.records").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
        soon().untilAsserted(() -> {
            assertThat(worker.health()).isEqualTo(new Health(true, true, Health.Progress.OK, ""));
            // Transactions leave markers, which are offsets too.
            assertThat(cluster.committedSum(group)).isGreaterThanOrEqualTo(records);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aRateOverTwoMembersAddsUp(String protocol) {
        // Given
        String topic = topic(5);
        cluster.sendCounted(topic, 3_000, 500);
        MeterRegistry meters = new SimpleMeterRegistry();
        AtomicInteger ofFirst = new AtomicInteger();
        AtomicInteger ofSecond = new AtomicInteger();
        Map<String, Object> kafka = new HashMap<>(cluster.properties(protocol));
        if (protocol.equals("classic")) {
            // Two rebalances, each of which a member learns of with its heartbeat.
            kafka.put("heartbeat.interval.ms", 200);
        }
        WorkerBuilder<String, String> builder = cluster.worker(topic, group)
                .kafka(kafka)
                .rateLimit(topic, RateLimit.perSecond(300))
                .meters(meters);
        start(builder.handler(message -> {
            ofFirst.incrementAndGet();
        }));
        start(builder.handler(message -> {
            ofSecond.incrementAndGet();
        }));
        soon().untilAsserted(() -> assertThat(shares(meters)).containsExactly(120.0, 180.0));

        // When
        long began = System.nanoTime();
        long before = ledger.count();
        int firstBefore = ofFirst.get();
        int secondBefore = ofSecond.get();
        awaitFinished(before + 600);
        double seconds = (System.nanoTime() - began) / 1e9;

        // Then
        double rate = (ledger.count() - before) / seconds;
        assertThat(rate).as("records a second of both").isBetween(225.0, 345.0);
        assertThat(ofFirst.get() - firstBefore).isGreaterThan(150);
        assertThat(ofSecond.get() - secondBefore).isGreaterThan(150);
    }

    @Test
    void aRecordThatWaitsForItsTurnIsNoStallAndComesWhenTheRateIsRaised() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 20, 4);
        MeterRegistry meters = new SimpleMeterRegistry();

        // When
        Worker<String, String> worker = start(cluster.worker(topic, group)
                .stalledAfter(Duration.ofMillis(200))
                .rateLimit(RateLimit.perMinute(1))
                .meters(meters)
                .handler(message -> {}));

        // Then
        soon().untilAsserted(() -> {
            assertThat(meters.find("brine.worker.frontier.age").gauges())
                    .singleElement()
                    .satisfies(age -> assertThat(age.value()).isGreaterThan(0.6));
            assertThat(worker.health()).isEqualTo(new Health(true, true, Health.Progress.OK, ""));
            assertThat(meters.get("brine.worker.waiting").gauge().value()).isEqualTo(4);
        });
        assertThat(ledger.count()).isOne();
        worker.rateLimit(RateLimit.perSecond(1_000));
        awaitFinished(20);
    }

    @Test
    void commitsComeByCountWhenTheirTimeIsFarAway() {
        // Given
        String topic = topic(2);
        cluster.sendCounted(topic, 250, 50);

        // When
        start(cluster.worker(topic, group)
                .commitEvery(Duration.ofHours(1))
                .commitEvery(100)
                .handler(message -> {}));

        // Then: how far the frontier was by then is chance
        soon().untilAsserted(() -> assertThat(cluster.committed(group)).isNotEmpty());
    }

    @Test
    void aMessageThatWasSentTwiceIsHandledOnce() {
        // Given
        String topic = topic(2);
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 40; i++) {
            cluster.send(topic, "key-" + i % 10, Integer.toString(i % 10));
        }
        cluster.flush();
        AtomicInteger finished = new AtomicInteger();
        MeterRegistry meters = new SimpleMeterRegistry();

        // When
        Worker<String, String> worker = cluster.worker(topic, group)
                .deduplicate(Message::value, DeduplicationStore.inMemory(1_000, Duration.ofMinutes(5)))
                .meters(meters)
                .onOutcome(record -> finished.incrementAndGet())
                .handler(message -> {
                    handled.add(message.value());
                })
                .build();
        workers.add(worker);
        worker.start();

        // Then
        soon().untilAsserted(() -> assertThat(finished).hasValue(40));
        assertThat(handled).hasSize(10).doesNotHaveDuplicates();
        assertThat(meters.get("brine.worker.duplicates").counter().count()).isEqualTo(30);
    }

    private static void fail(AtomicBoolean down) {
        if (down.get()) {
            throw new IllegalStateException("the database is away");
        }
    }

    private static double opened(MeterRegistry meters) {
        return meters.get("brine.worker.circuit.transitions")
                .tag("state", "open")
                .counter()
                .count();
    }

    private static List<Double> shares(MeterRegistry meters) {
        return meters.find("brine.worker.rate.limit").gauges().stream()
                .map(Gauge::value)
                .sorted()
                .toList();
    }
}
