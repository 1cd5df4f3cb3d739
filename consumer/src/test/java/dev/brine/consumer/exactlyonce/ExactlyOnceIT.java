package dev.brine.consumer.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.DeadLetterHeaders;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Health;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.WithClients;
import dev.brine.consumer.WorkerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read with {@code read_committed} is there once, whatever happens to workers, brokers and transactions. */
final class ExactlyOnceIT extends ExactlyOnceCase {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @ParameterizedTest
    @MethodSource("protocols")
    void everyRecordHasItsOutputOnceInTheOrderOfItsKey(String protocol) {
        // Given
        cluster.sendCounted(topic, 10_000, 200);

        // When
        start(worker(protocol)
                .meters(registry)
                .inFlight(256)
                .handler((message, context) -> context.send(output, message.key(), message.value())));

        // Then
        awaitOutputs(10_000, 200);
        workers.get(0).close();
        assertThat(transactions("committed")).isPositive();
        assertThat(transactions("aborted") + transactions("fenced")).isZero();
        assertThat(registry.get("brine.worker.transaction.records").summary().totalAmount())
                .isEqualTo(10_000);
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void workersThatJoinAndLeaveRepeatNothing(String protocol) {
        // Given
        int records = 12_000;
        cluster.sendCounted(topic, records, 100);

        // When
        start(worker(protocol));
        awaitSomeOutputs(500);
        start(worker(protocol));
        awaitSomeOutputs(3_000);
        start(worker(protocol));
        awaitSomeOutputs(5_000);
        workers.remove(0).close();
        awaitSomeOutputs(7_000);
        workers.remove(0).close(Duration.ZERO);

        // Then
        awaitOutputs(records, 100);
    }

    @ParameterizedTest
    @CsvSource({"classic, before", "classic, after", "consumer, before", "consumer, after"})
    void workerThatSleepsThroughItsTurnCommitsNothingBehindTheNextOwnersBack(String protocol, String when)
            throws InterruptedException {
        // Given: one that stops before or after its offsets are in the transaction, which itself would last
        int records = 2_000;
        cluster.sendCounted(topic, records, 50);
        Map<String, Object> patient = quick(cluster.properties(protocol));
        patient.put("max.poll.interval.ms", 2_000);
        patient.put("transaction.timeout.ms", 60_000);
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        AtomicInteger commits = new AtomicInteger();
        WatchedClients sleepy = new WatchedClients((clients, method, real) -> {
            boolean now = method.equals("sendOffsetsToTransaction") && commits.incrementAndGet() == 3;
            if (now && when.equals("before")) {
                sleep(asleep, awake);
            }
            Object answer = real.call();
            if (now && when.equals("after")) {
                sleep(asleep, awake);
            }
            return answer;
        });
        start(WithClients.of(worker(patient).meters(registry), sleepy));
        assertThat(asleep.await(60, TimeUnit.SECONDS)).isTrue();

        // When: the group goes on without it
        start(worker(patient));
        soon().until(() ->
                cluster.members(group) == 1 && workers.get(1).health().joined());
        if (when.equals("before")) {
            soon().until(() -> cluster.committedSum(group) == records);
        }
        awake.countDown();

        // Then
        awaitOutputs(records, 50);
        if (when.equals("before")) {
            assertThat(transactions("fenced")).isEqualTo(1);
        }
        soon().until(() -> workers.get(0).health().joined());
    }

    @Test
    void transactionThatTimedOutIsDoneAgain() throws InterruptedException {
        // Given: one that is away for longer than its transaction may last, and not too long for its group
        int records = 2_000;
        cluster.sendCounted(topic, records, 50);
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        AtomicInteger commits = new AtomicInteger();
        WatchedClients sleepy = new WatchedClients((clients, method, real) -> {
            if (method.equals("commitTransaction") && commits.incrementAndGet() == 3) {
                sleep(asleep, awake);
            }
            return real.call();
        });
        start(WithClients.of(worker("consumer").meters(registry), sleepy));
        assertThat(asleep.await(60, TimeUnit.SECONDS)).isTrue();

        // When
        awake.await(4, TimeUnit.SECONDS);
        awake.countDown();

        // Then
        awaitOutputs(records, 50);
        assertThat(transactions("fenced") + transactions("aborted")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"classic, send", "classic, commitTransaction", "consumer, sendOffsetsToTransaction"})
    void failureInATransactionIsTakenBackAndDoneAgain(String protocol, String failing) {
        // Given: some calls fail, one of them after it was done
        int records = 3_000;
        cluster.sendCounted(topic, records, 50);
        AtomicInteger calls = new AtomicInteger();
        int period = failing.equals("send") ? 500 : 3;
        WatchedClients failingClients = new WatchedClients((clients, method, real) -> {
            int call = method.equals(failing) ? calls.incrementAndGet() : 0;
            if (call > 0 && call % period == 0 && call / period < 5) {
                if (call / period == 2) {
                    real.call();
                }
                throw new KafkaException("planted");
            }
            return real.call();
        });

        // When
        start(WithClients.of(worker(protocol).meters(registry), failingClients));

        // Then
        awaitOutputs(records, 50);
        assertThat(transactions("aborted")).isGreaterThanOrEqualTo(2);
        assertThat(workers.get(0).health().alive()).isTrue();
    }

    @Test
    void whereAGroupBeganIsRememberedUntilItsFirstCommit() {
        // Given: a group that begins at the end, and whose first transactions fail
        Map<String, Object> latest = quick(cluster.properties("classic"));
        latest.put("auto.offset.reset", "latest");
        cluster.sendCounted(topic, 100, 10);
        AtomicInteger commits = new AtomicInteger();
        WatchedClients failing = new WatchedClients((clients, method, real) -> {
            if (method.equals("commitTransaction") && commits.incrementAndGet() <= 2) {
                throw new KafkaException("planted");
            }
            return real.call();
        });
        start(WithClients.of(worker(latest), failing));
        soon().until(() -> failing.positions.get() == PARTITIONS);

        // When
        cluster.sendCounted(topic, 500, 20);

        // Then
        awaitSomeOutputs(500);
        assertOutputsOnceInOrder(500, 20);
    }

    @Test
    void recordsBeyondABlockedOneAreCommittedWithTheirOutputs() throws InterruptedException {
        // Given
        int records = 1_000;
        cluster.sendCounted(topic, records, 10);
        CountDownLatch never = new CountDownLatch(1);
        start(worker("consumer").handler((message, context) -> {
            if (message.key().equals("key-3")) {
                never.await();
            }
            context.send(output, message.key(), message.value());
        }));

        // When
        awaitSomeOutputs(900);

        // Then: the map says so, and whoever comes next does only the rest
        soon().untilAsserted(() -> assertThat(cluster.committed(group).values())
                .anyMatch(committed -> committed.metadata().startsWith("brine:1:")));
        workers.remove(0).close(Duration.ZERO);
        AtomicInteger handled = new AtomicInteger();
        start(worker("consumer").handler((message, context) -> {
            handled.incrementAndGet();
            context.send(output, message.key(), message.value());
        }));
        awaitOutputs(records, 10);
        assertThat(handled).hasValue(100);
    }

    @Test
    void outputsAreHeldWhileTheirOffsetsWouldNotFitIntoACommit() {
        // Given: room for about three hundred offsets, and one key that blocks until its worker is gone
        int records = 4_000;
        cluster.sendCounted(topic, records, 400);
        AtomicBoolean blocked = new AtomicBoolean(true);
        WorkerBuilder<String, String> builder = worker("classic")
                .metadataLimit(64)
                .handler((message, context) -> {
                    while (blocked.get() && message.key().equals("key-7") && !Thread.interrupted()) {
                        LockSupport.parkNanos(10_000_000);
                    }
                    context.send(output, message.key(), message.value());
                });
        start(builder);
        awaitSomeOutputs(1_000);
        soon().untilAsserted(() -> assertThat(cluster.committed(group).values())
                .anyMatch(committed -> committed.metadata().length() > 20)
                .allMatch(committed -> committed.metadata().length() <= 64));
        workers.remove(0).close(Duration.ZERO);

        // When
        blocked.set(false);
        start(builder);

        // Then
        awaitOutputs(records, 400);
    }

    @Test
    void deadLettersAreThereOnceToo() {
        // Given: failures of transactions besides
        int records = 2_000;
        cluster.sendCounted(topic, records, 50);
        AtomicInteger commits = new AtomicInteger();
        WatchedClients failing = new WatchedClients((clients, method, real) -> {
            if (method.equals("commitTransaction") && commits.incrementAndGet() % 4 == 0) {
                throw new KafkaException("planted");
            }
            return real.call();
        });

        // When
        start(WithClients.of(worker("consumer"), failing).handler((message, context) -> {
            LockSupport.parkNanos(HANDLING_NANOS);
            context.send(output, message.key(), message.value());
            if (message.key().equals("key-5")) {
                throw new GiveUpException("planted");
            }
        }));

        // Then
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        assertThat(cluster.read(topic + ".dlq")).hasSize(40);
        assertThat(outputs()).hasSize(49).doesNotContainKey("key-5");
    }

    @Test
    void outputThatIsTooLargeForItsTopicEndsAsADeadLetter() {
        // Given: a topic that takes no record above 100,000 bytes
        int records = 600;
        cluster.limitRecords(output.topic(), 100_000);
        cluster.sendCounted(topic, records, 30);

        // When
        start(worker("classic").meters(registry).handler((message, context) -> {
            context.send(output, message.key(), message.value());
            if (message.key().equals("key-2") && message.value().equals("3")) {
                context.send(output.topic(), null, new byte[200_000]);
            }
        }));

        // Then: its own outputs are not there, everybody else's are, and no transaction has met it
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> {
            assertThat(new String(
                            letter.headers()
                                    .lastHeader(DeadLetterHeaders.ATTEMPTS)
                                    .value(),
                            UTF_8))
                    .isEqualTo("3");
            assertThat(new String(
                            letter.headers()
                                    .lastHeader(DeadLetterHeaders.ERROR_CLASS)
                                    .value(),
                            UTF_8))
                    .isEqualTo(SendFailedException.class.getName());
        });
        assertThat(outputs().get("key-2")).hasSize(19).doesNotContain(3);
        assertThat(outputs().values().stream().mapToInt(List::size).sum()).isEqualTo(records - 1);
        assertThat(transactions("aborted") + transactions("fenced")).isZero();
    }

    @Test
    void outputThatABrokerRefusesEndsAsADeadLetterAndTheOthersGoOut() {
        // Given: a topic that takes no record without a key, which nobody but the broker knows
        int records = 600;
        String compacted = topic(1);
        cluster.compact(compacted);
        cluster.sendCounted(topic, records, 30);

        // When
        start(worker("classic").meters(registry).handler((message, context) -> {
            context.send(output, message.key(), message.value());
            if (message.key().equals("key-2") && message.value().equals("3")) {
                context.send(compacted, null, new byte[1]);
            }
        }));

        // Then
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> {
            assertThat(new String(
                            letter.headers()
                                    .lastHeader(DeadLetterHeaders.ATTEMPTS)
                                    .value(),
                            UTF_8))
                    .isEqualTo("3");
            assertThat(new String(
                            letter.headers()
                                    .lastHeader(DeadLetterHeaders.ERROR_MESSAGE)
                                    .value(),
                            UTF_8))
                    .contains(compacted);
        });
        assertThat(outputs().get("key-2")).hasSize(19).doesNotContain(3);
        assertThat(outputs().values().stream().mapToInt(List::size).sum()).isEqualTo(records - 1);
        assertThat(transactions("aborted")).isEqualTo(3);
    }

    @Test
    void deadLetterThatIsRefusedHoldsItsRecordAndNobodyElses() {
        // Given: a dead-letter topic with room for what ends a transaction, and for no letter
        int records = 600;
        cluster.sendCounted(topic, records, 30);
        broker.createTopic(topic + ".dlq", 1);
        cluster.limitRecords(topic + ".dlq", 300);

        // When
        start(worker("classic").meters(registry).handler((message, context) -> {
            context.send(output, message.key(), message.value());
            if (message.key().equals("key-2") && message.value().equals("3")) {
                throw new GiveUpException("planted");
            }
        }));

        // Then: others go on
        soon().until(() -> workers.get(0).health().progress() == Health.Progress.DEAD_LETTERS_DOWN);
        awaitSomeOutputs(records - 20 + 3);
        assertThat(cluster.committedSum(group)).isLessThan(records);

        // When, Then
        cluster.refuseWrites(topic + ".dlq", false);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        assertThat(cluster.read(topic + ".dlq")).hasSize(1);
        assertThat(outputs().values().stream().mapToInt(List::size).sum()).isEqualTo(records - 1);
    }

    @Test
    void missingTopicFailsTheAttemptAndNoTransaction() {
        // Given
        cluster.sendCounted(topic, 100, 10);
        Map<String, Object> impatient = quick(cluster.properties("consumer"));
        impatient.put("max.block.ms", 2_000);

        // When
        start(worker(impatient).meters(registry).retry(Retry.never()).handler((message, context) -> {
            context.send(output, message.key(), message.value());
            if (message.key().equals("key-2") && message.value().equals("3")) {
                context.send(topic + "-missing", null, new byte[1]);
            }
        }));

        // Then
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(100));
        assertThat(cluster.read(topic + ".dlq")).hasSize(1);
        assertThat(cluster.read(output.topic())).hasSize(99);
        assertThat(transactions("aborted")).isZero();
    }

    @Test
    void brokerThatRestartsRepeatsNothing() {
        // Given
        int records = 4_000;
        cluster.sendCounted(topic, records, 50);
        start(worker("consumer"));
        awaitSomeOutputs(500);

        // When
        broker.stop(0);
        broker.start(0);

        // Then
        awaitOutputs(records, 50);
    }

    @Test
    void producerThatIsFencedByHandIsReplaced() throws ExecutionException, InterruptedException {
        // Given: a static member, whose transactional id is known
        int records = 4_000;
        cluster.sendCounted(topic, records, 50);
        Map<String, Object> named = new HashMap<>(quick(cluster.properties("classic")));
        named.put("group.instance.id", "one");
        start(worker(named).meters(registry));
        awaitSomeOutputs(500);

        // When
        try (Admin admin = Admin.create(cluster.properties())) {
            admin.fenceProducers(List.of(group + "-one")).all().get();
        }

        // Then
        awaitOutputs(records, 50);
        assertThat(transactions("fenced") + transactions("aborted")).isPositive();
        assertThat(workers.get(0).health().alive()).isTrue();
    }

    @Test
    void asynchronousHandlersAreInTheTransactionToo() {
        // Given
        cluster.sendCounted(topic, 2_000, 50);

        // When
        start(worker("consumer")
                .inFlight(100)
                .async((message, context) -> CompletableFuture.runAsync(
                        () -> context.send(output, message.key(), message.value()),
                        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))));

        // Then
        awaitOutputs(2_000, 50);
    }

    private double transactions(String outcome) {
        return registry.get("brine.worker.transactions")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static void sleep(CountDownLatch asleep, CountDownLatch awake) throws InterruptedException {
        asleep.countDown();
        if (!awake.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("never woken");
        }
    }
}
