package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerHealthIT extends WorkerCase {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void workerWithoutAnyPartitionHasJoinedAllTheSame(String protocol) {
        // Given
        String topic = topic(1);
        WorkerBuilder<String, String> builder =
                cluster.worker(topic, group).kafka(cluster.properties(protocol)).handler(message -> {});

        // When
        Worker<String, String> first = start(builder);
        Worker<String, String> second = start(builder);

        // Then
        soon().untilAsserted(() -> {
            assertThat(first.health()).isEqualTo(new Health(true, true, Health.Progress.OK, ""));
            assertThat(second.health()).isEqualTo(new Health(true, true, Health.Progress.OK, ""));
        });
    }

    @Test
    void keyThatKeepsFailingIsNamedAsTheReason() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 20, 4);

        // When
        Worker<String, String> worker = start(cluster.worker(topic, group)
                .retry(Retry.times(1_000).backoff(Duration.ofMillis(300)))
                .stalledAfter(Duration.ofSeconds(1))
                .handler(message -> {
                    if (message.offset() == 2) {
                        throw new IllegalStateException("no stock");
                    }
                }));

        // Then
        soon().untilAsserted(() -> {
            assertThat(worker.health().progress()).isEqualTo(Health.Progress.BLOCKED_BY_KEY);
            assertThat(worker.health().reason())
                    .contains(topic + "-0@2 has held the frontier")
                    .contains("IllegalStateException");
            assertThat(worker.health().alive()).isTrue();
        });
    }

    @Test
    void handlerThatDoesNotReturnIsNamedAsTheReasonAndTheEndOfItIsSeen() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 20, 4);
        CountDownLatch release = new CountDownLatch(1);

        // When
        Worker<String, String> worker = start(
                cluster.worker(topic, group).stalledAfter(Duration.ofSeconds(1)).handler(message -> release.await()));

        // Then
        soon().untilAsserted(() -> {
            assertThat(worker.health().progress()).isEqualTo(Health.Progress.BLOCKED_BY_KEY);
            assertThat(worker.health().reason()).contains("a handler has not returned");
        });
        release.countDown();
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.OK));
    }

    @Test
    void metersTellWhatHappenedAndGoAwayWithTheWorker() {
        // Given
        String topic = topic(2);
        cluster.sendCounted(topic, 100, 10);
        MeterRegistry meters = new SimpleMeterRegistry();

        // When
        Worker<String, String> worker =
                start(cluster.worker(topic, group).meters(meters).handler(message -> {
                    if (message.key().equals("key-1")) {
                        throw new SkipException("not ours");
                    }
                    if (message.key().equals("key-2") && message.attempt() == 1) {
                        throw new IllegalStateException("once");
                    }
                    if (message.key().equals("key-3") && message.value().equals("0")) {
                        throw new GiveUpException("no");
                    }
                }));
        awaitFinished(100);

        // Then
        soon().untilAsserted(() -> {
            assertThat(records(meters, topic, "done")).isEqualTo(89);
            assertThat(records(meters, topic, "skipped")).isEqualTo(10);
            assertThat(records(meters, topic, "retry")).isEqualTo(10);
            assertThat(records(meters, topic, "dead")).isEqualTo(1);
            assertThat(meters.get("brine.dlq.records")
                            .tag("stage", "given-up")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("brine.worker.lag")
                            .tag("partition", "1")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(meters.get("brine.worker.inflight").gauge().value()).isZero();
            assertThat(meters.find("brine.worker.frontier.age").gauges()).hasSize(2);
            assertThat(meters.find("kafka.consumer.fetch.manager.records.consumed.total")
                            .functionCounters())
                    .isNotEmpty();
        });
        worker.close();
        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .noneMatch(id -> id.getName().startsWith("kafka.") || id.getType() == Meter.Type.GAUGE);
    }

    @Test
    void missingTopicIsAnErrorAtTheStart() {
        // Given
        Worker<String, String> worker =
                cluster.worker("no-such-topic", group).handler(message -> {}).build();

        // When, Then
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("topic no-such-topic does not exist")
                .hasMessageContaining("create it");
    }

    @Test
    void brokerThatDoesNotAnswerIsAnErrorAtTheStart() {
        // Given
        Map<String, Object> nobody = new HashMap<>(cluster.properties());
        nobody.put("bootstrap.servers", "127.0.0.1:1");
        nobody.put("default.api.timeout.ms", 1_500);
        nobody.put("request.timeout.ms", 1_000);
        Worker<String, String> worker = cluster.worker("orders", group)
                .kafka(nobody)
                .handler(message -> {})
                .build();

        // When, Then
        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("no broker answered at 127.0.0.1:1");
    }

    @Test
    void workerThatFailsSaysWhy() throws InterruptedException {
        // Given
        String topic = topic(1);
        Map<String, Object> none = new HashMap<>(cluster.properties());
        none.put("auto.offset.reset", "none");

        // When
        Worker<String, String> worker =
                start(cluster.worker(topic, group).kafka(none).handler(message -> {}));

        // Then
        assertThatThrownBy(() -> worker.awaitTermination(Duration.ofSeconds(30)))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("Undefined offset");
        assertThat(worker.health().alive()).isFalse();
    }

    private double records(MeterRegistry meters, String topic, String outcome) {
        return meters.get("brine.worker.records")
                .tags("group", group, "topic", topic, "outcome", outcome)
                .counter()
                .count();
    }
}
