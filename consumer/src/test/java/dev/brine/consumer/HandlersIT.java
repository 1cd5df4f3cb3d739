package dev.brine.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handlers of all kinds, with a real broker. */
final class HandlersIT extends WorkerCase {

    sealed interface Event permits Placed, Cancelled, Shipped {}

    record Placed(String order) implements Event {}

    record Cancelled(String order) implements Event {}

    record Shipped(String order) implements Event {}

    @Test
    void eachTypeGoesToItsOwnHandlerAndTheUnknownToDeadLetters() {
        // Given
        String topic = topic(2);
        for (int i = 0; i < 30; i++) {
            cluster.send(
                    topic,
                    "key-" + i,
                    List.of("placed ", "cancelled ", "shipped ").get(i % 3) + i);
        }
        cluster.flush();
        Queue<Placed> placed = new ConcurrentLinkedQueue<>();
        Queue<Cancelled> cancelled = new ConcurrentLinkedQueue<>();

        // When
        Worker<String, Event> worker = Worker.reading(List.of(topic), new StringDeserializer(), new EventReader())
                .group(group)
                .kafka(cluster.properties())
                .commitEvery(Duration.ofMillis(100))
                .on(Placed.class, message -> placed.add(message.value()))
                .onAsync(Cancelled.class, message -> CompletableFuture.runAsync(() -> cancelled.add(message.value())))
                .build();
        try {
            worker.start();
            soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(30));
        } finally {
            worker.close();
        }

        // Then
        assertThat(placed).hasSize(10);
        assertThat(cancelled).hasSize(10);
        List<ConsumerRecord<byte[], byte[]>> dead = cluster.read(topic + ".dlq");
        assertThat(dead).hasSize(10).allSatisfy(letter -> {
            assertThat(header(letter, DeadLetterHeaders.STAGE)).isEqualTo("unhandled");
            assertThat(header(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("0");
            assertThat(header(letter, DeadLetterHeaders.ERROR_MESSAGE))
                    .contains(Shipped.class.getName())
                    .contains(Placed.class.getName());
        });
    }

    @Test
    void stoppingEndsTheWorkerAsFailedWithEverythingElseCommitted() throws InterruptedException {
        // Given
        String topic = topic(1);
        for (int i = 0; i < 20; i++) {
            cluster.send(topic, "key-" + i, "0");
        }
        cluster.flush();
        CountDownLatch stopping = new CountDownLatch(1);
        Retry retry = Retry.times(3).stopOn(SecurityException.class);

        // When: offset 7 stops the worker while 12 is in its handler and ends after that
        Worker<String, String> worker =
                start(cluster.worker(topic, group).retry(retry).handler(message -> {
                    if (message.offset() == 7) {
                        soon().untilAsserted(() -> assertThat(ledger.count()).isEqualTo(18));
                        stopping.countDown();
                        throw new SecurityException("password expired");
                    }
                    if (message.offset() == 12) {
                        stopping.await();
                    }
                }));

        // Then
        assertThatThrownBy(() -> worker.awaitTermination(Duration.ofSeconds(30)))
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining(topic + "-0@7")
                .hasMessageContaining("password expired");
        assertThat(worker.health().alive()).isFalse();
        assertThat(ledger.count()).isEqualTo(19);
        assertThat(cluster.committedSum(group)).isEqualTo(7);

        // When: the next one goes on with nothing but what is left
        start(cluster.worker(topic, group).handler(message -> {}));
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(20));

        // Then
        assertThat(ledger.count()).isEqualTo(20);
        assertThat(ledger.repeated()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Ordering.class)
    void batchesFinishEverythingInTheOrderOfItsKey(Ordering ordering) {
        // Given: outcomes of all kinds, by a dice that a seed throws
        String topic = topic(4);
        cluster.sendCounted(topic, 8_000, 60);
        cluster.send(topic, "poison", TextReader.POISON);
        cluster.flush();
        long seed = System.nanoTime();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();

        // When
        start(cluster.worker(topic, group)
                .ordering(ordering)
                .inFlight(8)
                .meters(meters)
                .onOutcome(finished -> {
                    if (finished.message() == null && finished.outcome() != Finished.Outcome.DEAD) {
                        wrong.add(finished.toString());
                    }
                })
                .batch(100, Duration.ofMillis(20), batch -> {
                    if (batch.size() > 100
                            || (batch.size() > 1 && batch.stream().anyMatch(m -> m.attempt() > 1))) {
                        wrong.add(batch.size() + " messages: " + batch);
                    }
                    Random dice = new Random(seed + batch.get(0).offset());
                    if (batch.size() > 1 && dice.nextInt(20) == 0) {
                        throw new IllegalStateException("the whole batch");
                    }
                    List<RecordOutcome> outcomes = new ArrayList<>();
                    for (Message<String, String> message : batch) {
                        boolean again = message.attempt() == 1 && dice.nextInt(100) == 0;
                        outcomes.add(
                                again ? RecordOutcome.retry(new IllegalStateException("once")) : RecordOutcome.done());
                    }
                    return outcomes;
                }));
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(8_001));

        // Then
        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(ledger.count()).as("seed %d", seed).isEqualTo(8_000);
        assertThat(ledger.repeated()).as("seed %d", seed).isZero();
        if (ordering != Ordering.NONE) {
            ledger.assertCompleteAndInOrder(8_000, 60);
        }
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> assertThat(
                        header(letter, DeadLetterHeaders.STAGE))
                .isEqualTo("value"));
        assertThat(meters.get("brine.worker.batch.size")
                        .tag("trigger", "full")
                        .summary()
                        .max())
                .isEqualTo(100);
    }

    @Test
    void batchesLoseNothingAndKeepTheOrderWhileWorkersJoinAndLeave() {
        // Given
        String topic = topic(8);
        int records = 12_000;
        cluster.sendCounted(topic, records, 200);
        WorkerBuilder<String, String> builder = cluster.worker(topic, group)
                .inFlight(2)
                .batch(40, Duration.ofMillis(10), batch -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    return RecordOutcome.allDone(batch);
                });

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
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(records));
        // Everyone drains before it lets go, and batches are quick: nothing needs to be done twice.
        assertThat(ledger.repeated()).isZero();
    }

    @Test
    void handlersPastTheirTimeAreDeadLettersOfTheirOwnStageAndHoldNobodyElse() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 30, 3);
        Queue<Integer> attempts = new ConcurrentLinkedQueue<>();

        // When
        start(cluster.worker(topic, group)
                .attemptTimeout(Duration.ofMillis(200))
                .handler(message -> {
                    if (message.key().equals("key-1") && message.value().equals("4")) {
                        attempts.add(message.attempt());
                        TimeUnit.HOURS.sleep(1);
                    }
                }));
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(30));

        // Then
        ledger.assertCompleteAndInOrder(30, 3);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> {
            assertThat(header(letter, DeadLetterHeaders.STAGE)).isEqualTo("timeout");
            assertThat(header(letter, DeadLetterHeaders.ERROR_CLASS))
                    .isEqualTo(AttemptTimeoutException.class.getName());
            assertThat(header(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("3");
        });
    }

    @Test
    void handlerThatDoesNotHeedTheInterruptIsNamedByHealth() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 6, 3);
        AtomicBoolean release = new AtomicBoolean();

        // When
        Worker<String, String> worker = start(cluster.worker(topic, group)
                .attemptTimeout(Duration.ofMillis(100))
                .stalledAfter(Duration.ofSeconds(1))
                .handler(message -> {
                    while (message.offset() == 2 && !release.get()) {
                        LockSupport.parkNanos(1_000_000);
                        Thread.interrupted();
                    }
                }));

        // Then
        soon().untilAsserted(() -> {
            assertThat(worker.health().progress()).isEqualTo(Health.Progress.BLOCKED_BY_KEY);
            assertThat(worker.health().reason())
                    .contains("the handler of " + topic + "-0@2 was interrupted after PT0.1S and has not returned");
        });
        assertThat(ledger.count()).isEqualTo(4);
        release.set(true);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(6));
        assertThat(ledger.repeated()).isZero();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** A topic of several types, as plain text. */
    private static final class EventReader implements RecordReader<Event> {

        private final TextReader texts = new TextReader();

        @Override
        public Reading<Event> resolve(String topic, Headers headers, ByteBuffer bytes) {
            Reading<String> text = texts.resolve(topic, headers, bytes);
            return new Reading<>() {
                @Override
                public String frame() {
                    return text.frame();
                }

                @Override
                public String codec() {
                    return text.codec();
                }

                @Override
                public SchemaVersion writer() {
                    return text.writer();
                }

                @Override
                public Event decode(ByteBuffer value) {
                    String[] words = text.decode(value).split(" ", 2);
                    return switch (words[0]) {
                        case "placed" -> new Placed(words[1]);
                        case "cancelled" -> new Cancelled(words[1]);
                        default -> new Shipped(words[1]);
                    };
                }
            };
        }

        @Override
        public void close() {}
    }
}
