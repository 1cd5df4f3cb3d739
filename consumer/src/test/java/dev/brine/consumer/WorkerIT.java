package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerIT extends WorkerCase {

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void everyRecordIsHandledOnceInTheOrderOfItsKey(String protocol) {
        // Given
        String topic = topic(8);
        cluster.sendCounted(topic, 20_000, 300);

        // When
        start(cluster.worker(topic, group).kafka(cluster.properties(protocol)).handler(message -> {}));
        awaitFinished(20_000);
        workers.get(0).close();

        // Then
        ledger.assertCompleteAndInOrder(20_000, 300);
        assertThat(ledger.repeated()).isZero();
        assertThat(cluster.committedSum(group)).isEqualTo(20_000);
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void everyOrderingHandlesEverything(Ordering ordering) {
        // Given
        String topic = topic(4);
        cluster.sendCounted(topic, 5_000, 20);
        Set<RecordPosition> seen = ConcurrentHashMap.newKeySet();

        // When
        start(cluster.worker(topic, group).ordering(ordering).handler(message -> seen.add(message.position())));

        // Then
        await().untilAsserted(() -> assertThat(seen).hasSize(5_000));
        await().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(5_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void workersThatJoinAndLeaveLoseNothingAndKeepTheOrder(String protocol) {
        // Given
        String topic = topic(8);
        int records = 12_000;
        cluster.sendCounted(topic, records, 200);
        WorkerBuilder<String, String> builder = cluster.worker(topic, group)
                .kafka(cluster.properties(protocol))
                .inFlight(40)
                .handler(message -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3)));

        // When
        start(builder);
        awaitFinished(1_000);
        start(builder);
        awaitFinished(3_000);
        start(builder);
        awaitFinished(5_000);
        workers.get(0).close();
        awaitFinished(8_000);
        workers.get(1).close();
        awaitFinished(records);

        // Then
        ledger.assertCompleteAndInOrder(records, 200);
        await().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        // Everyone drains before it lets go, and handlers are quick: nothing needs to be done twice.
        assertThat(ledger.repeated()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void rebalanceWithHandlersSlowerThanTheDrainLosesNothing(String protocol) {
        // Given
        String topic = topic(4);
        cluster.sendCounted(topic, 40, 20);
        WorkerBuilder<String, String> builder = cluster.worker(topic, group)
                .kafka(cluster.properties(protocol))
                .handler(message -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2_500)));

        // When
        start(builder);
        await().untilAsserted(() -> assertThat(workers.get(0).health().joined()).isTrue());
        awaitFinished(1);
        start(builder);
        awaitFinished(40);

        // Then
        ledger.assertCompleteAndInOrder(40, 20);
        await().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void handlerThatTakesLongerThanTheGroupWaitsForAPollKeepsItsPartition(String protocol) {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 3, 3);
        Map<String, Object> impatient = new HashMap<>(cluster.properties(protocol));
        impatient.put("max.poll.interval.ms", 2_000);

        // When
        start(cluster.worker(topic, group).kafka(impatient).handler(message -> TimeUnit.SECONDS.sleep(5)));
        awaitFinished(3);

        // Then
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(3));
        assertThat(ledger.repeated()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aStaticMemberThatComesBackTakesItsOwnPartitionsAndDisturbsNobody(String protocol) {
        // Given
        String topic = topic(4);
        WorkerBuilder<String, String> first = member(topic, protocol, "first");
        WorkerBuilder<String, String> second = member(topic, protocol, "second");
        start(first);
        start(second);
        // Until somebody has joined, the group does not exist.
        soon().ignoreException(IllegalStateException.class).untilAsserted(() -> assertThat(
                        cluster.assignedToInstances(group))
                .hasSize(2)
                .allSatisfy((instance, partitions) -> assertThat(partitions).hasSize(2)));
        Map<String, Set<TopicPartition>> before = cluster.assignedToInstances(group);
        cluster.sendCounted(topic, 4_000, 100);
        awaitFinished(1_000);

        // When
        workers.get(0).close();
        awaitFinished(1_500);
        start(first);
        awaitFinished(4_000);

        // Then
        soon().untilAsserted(
                        () -> assertThat(cluster.assignedToInstances(group)).isEqualTo(before));
        ledger.assertCompleteAndInOrder(4_000, 100);
        assertThat(ledger.repeated()).isZero();
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(4_000));
    }

    private WorkerBuilder<String, String> member(String topic, String protocol, String instance) {
        Map<String, Object> properties = new HashMap<>(cluster.properties(protocol));
        properties.put("group.instance.id", instance);
        return cluster.worker(topic, group)
                .kafka(properties)
                .inFlight(20)
                .handler(message -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3)));
    }

    @Test
    void closingWaitsForHandlersAndLeavesTheRestToTheNext() {
        // Given
        String topic = topic(2);
        cluster.sendCounted(topic, 400, 100);
        CountDownLatch busy = new CountDownLatch(10);
        start(cluster.worker(topic, group).inFlight(10).handler(message -> {
            busy.countDown();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }));
        await().until(() -> busy.getCount() == 0);

        // When
        workers.get(0).close();
        long afterClose = ledger.count();
        start(cluster.worker(topic, group).handler(message -> {}));
        awaitFinished(400);

        // Then
        assertThat(afterClose).isBetween(10L, 100L);
        assertThat(ledger.repeated()).isZero();
        ledger.assertCompleteAndInOrder(400, 100);
    }

    @Test
    void handlerThatOutlastsTheDrainIsInterruptedAndItsRecordDeliveredAgain() throws InterruptedException {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 1, 1);
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        start(cluster.worker(topic, group).handler(message -> {
            began.countDown();
            try {
                TimeUnit.MINUTES.sleep(1);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }));
        began.await();

        // When
        workers.get(0).close(Duration.ofMillis(300));
        boolean told = interrupted.await(5, TimeUnit.SECONDS);
        int unfinished = workers.get(0).unfinished();
        start(cluster.worker(topic, group).handler(message -> {}));
        awaitFinished(1);

        // Then
        assertThat(told).isTrue();
        assertThat(unfinished).isEqualTo(1);
        assertThat(ledger.repeated()).isZero();
    }

    @Test
    void blockedKeyHoldsBackNoOtherKey() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 2_000, 20);
        CountDownLatch release = new CountDownLatch(1);

        // When
        start(cluster.worker(topic, group).handler(message -> {
            if (message.key().equals("key-3")) {
                release.await();
            }
        }));
        awaitFinished(1_900);
        long committedWhileBlocked = cluster.committedSum(group);
        release.countDown();
        awaitFinished(2_000);

        // Then
        assertThat(committedWhileBlocked).isLessThanOrEqualTo(3);
        ledger.assertCompleteAndInOrder(2_000, 20);
    }

    @Test
    void asynchronousHandlersKeepOrderAndCap() {
        // Given
        String topic = topic(4);
        cluster.sendCounted(topic, 3_000, 50);
        AtomicInteger pending = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<String> busy = ConcurrentHashMap.newKeySet();
        Set<String> overlaps = ConcurrentHashMap.newKeySet();

        // When
        start(cluster.worker(topic, group).inFlight(7).async(message -> {
            most.accumulateAndGet(pending.incrementAndGet(), Math::max);
            if (!busy.add(message.key())) {
                overlaps.add(message.key());
            }
            return CompletableFuture.runAsync(
                    () -> {
                        busy.remove(message.key());
                        pending.decrementAndGet();
                    },
                    CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
        }));
        awaitFinished(3_000);

        // Then
        ledger.assertCompleteAndInOrder(3_000, 50);
        assertThat(overlaps).isEmpty();
        assertThat(most.get()).isBetween(2, 7);
    }

    @Test
    void failureIsTriedAgainWithoutHoldingOtherKeys() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 1_000, 100);
        Set<String> failed = new HashSet<>();

        // When
        start(cluster.worker(topic, group).handler(message -> {
            synchronized (failed) {
                if (Integer.parseInt(message.value()) % 3 == 0 && failed.add(message.key() + message.value())) {
                    throw new IllegalStateException("first time");
                }
            }
        }));
        awaitFinished(1_000);

        // Then
        ledger.assertCompleteAndInOrder(1_000, 100);
        assertThat(ledger.dead()).isZero();
        assertThat(failed).hasSize(400);
    }

    @Test
    void fetchingStopsWhileOneKeyHoldsTheFrontierAndGoesOnWhenItLetsGo() {
        // Given: room for about 600 offsets in the commit's metadata
        String topic = topic(1);
        cluster.sendCounted(topic, 20_000, 500);
        CountDownLatch release = new CountDownLatch(1);

        // When
        start(cluster.worker(topic, group).metadataLimit(128).handler(message -> {
            if (message.key().equals("key-0")) {
                release.await();
            } else if (message.value().hashCode() % 2 == 0) {
                LockSupport.parkNanos(100_000);
            }
        }));
        awaitFinished(100);
        await().during(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(ledger.count()).isLessThan(10_000));
        release.countDown();
        awaitFinished(20_000);

        // Then
        ledger.assertCompleteAndInOrder(20_000, 500);
    }
}
