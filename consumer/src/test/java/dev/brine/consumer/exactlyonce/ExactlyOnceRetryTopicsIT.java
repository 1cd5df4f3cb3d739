package dev.brine.consumer.exactlyonce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.Context;
import dev.brine.consumer.DeadLetterHeaders;
import dev.brine.consumer.Message;
import dev.brine.consumer.Retry;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.WithClients;
import dev.brine.consumer.WorkerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is parked leads to its outputs once, whoever dies in whichever step, and in the order of its key. */
final class ExactlyOnceRetryTopicsIT extends ExactlyOnceCase {

    private static final int RECORDS = 1_200;
    private static final int KEYS = 60;

    /** Attempts in place; each delay is one more. */
    private static final int ATTEMPTS = 2;

    /** Longer than a worker rests after a failed transaction. */
    private static final long LONG_NANOS = 300_000_000;

    private static final RetryTopics SOON = RetryTopics.after(Duration.ofMillis(200), Duration.ofMillis(400));

    private WorkerBuilder<String, String> parking(String protocol) {
        return worker(protocol)
                .retry(Retry.times(ATTEMPTS).backoff(Duration.ofMillis(5)))
                .retryTopics(SOON)
                .handler(this::failSome);
    }

    /** Sends, and then fails: one record in fifteen until it was parked once, one in sixty until it was parked twice. */
    private void failSome(Message<String, String> message, Context context) {
        LockSupport.parkNanos(HANDLING_NANOS);
        context.send(output, message.key(), message.value());
        int dice = (message.key() + "/" + message.value()).hashCode() % 60;
        if (message.attempt() <= ATTEMPTS + (dice == 0 ? 1 : 0) && dice % 15 == 0) {
            throw new IllegalStateException("planted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverComesAfterADeathLeavesEveryOutputThereOnce(Deadly.Step step) {
        // Given
        cluster.sendCounted(topic, RECORDS, KEYS);
        WatchedClients deadly = new WatchedClients(new Deadly(step));
        start(WithClients.of(parking("consumer"), deadly));
        soon().until(deadly::isDead);

        // When
        start(parking("consumer"));

        // Then
        awaitAllOnce();
    }

    @Test
    void transactionsThatFailTakeBackWhatWasParkedInThem() {
        // Given: and some that are still in handlers by then, so that others go on and commit before all begins again
        cluster.sendCounted(topic, RECORDS, KEYS);
        AtomicInteger commits = new AtomicInteger();
        WatchedClients failing = new WatchedClients((clients, method, real) -> {
            int commit = method.equals("commitTransaction") ? commits.incrementAndGet() : 0;
            if (commit > 0 && commit % 3 == 0 && commit <= 18) {
                throw new KafkaException("planted");
            }
            return real.call();
        });

        // When
        start(WithClients.of(parking("classic"), failing).handler((message, context) -> {
            if (message.offset() % 40 == 7) {
                LockSupport.parkNanos(LONG_NANOS);
            }
            failSome(message, context);
        }));

        // Then
        awaitAllOnce();
        assertThat(workers.get(0).health().alive()).isTrue();
    }

    @Test
    void whatIsParkedWaitsForItsOwnersToChange() {
        // Given: a key that fails as long as it is told to
        int records = 400;
        cluster.sendCounted(topic, records, 20);
        AtomicBoolean healed = new AtomicBoolean();
        RetryTopics many = RetryTopics.after(Duration.ofMillis(100), Duration.ofMillis(600), Duration.ofSeconds(1));
        WorkerBuilder<String, String> builder = parking("consumer")
                .retryTopics(many)
                .handler((message, context) -> {
                    context.send(output, message.key(), message.value());
                    if (message.key().equals("key-7") && !healed.get()) {
                        throw new IllegalStateException("not yet");
                    }
                });
        start(builder);
        soon().until(() -> sourceCommitted() == records);

        // When: another takes over with all that follows still parked
        workers.remove(0).close();
        healed.set(true);
        start(builder);

        // Then
        soon().untilAsserted(() -> assertThat(outputs().get("key-7")).hasSizeGreaterThanOrEqualTo(19));
        soon().until(this::nothingIsParked);
        Map<String, List<Integer>> outputs = outputs();
        int letters = cluster.read(topic + ".dlq").size();
        assertThat(outputs.get("key-7")).isSorted().doesNotHaveDuplicates();
        assertThat(outputs.values().stream().mapToInt(List::size).sum() + letters)
                .isEqualTo(records);
    }

    @Test
    void outputOfAParkedRecordThatABrokerRefusesCountsAsItsFailedAttempt() {
        // Given: what one record sends, once it was parked, is refused by nobody but the broker
        int records = 200;
        String compacted = topic(1);
        cluster.compact(compacted);
        cluster.sendCounted(topic, records, 20);
        AtomicInteger calls = new AtomicInteger();

        // When
        start(parking("classic").handler((message, context) -> {
            context.send(output, message.key(), message.value());
            if (message.key().equals("key-3") && message.value().equals("4")) {
                calls.incrementAndGet();
                if (message.attempt() <= ATTEMPTS) {
                    throw new IllegalStateException("planted");
                }
                context.send(compacted, null, message.value().getBytes(UTF_8));
            }
        }));

        // Then: twice in place and once after each delay, then a dead letter; nothing of it went out
        soon().until(() -> sourceCommitted() == records && nothingIsParked());
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> {
            assertThat(text(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("4");
            assertThat(text(letter, DeadLetterHeaders.ERROR_CLASS)).isEqualTo(SendFailedException.class.getName());
        });
        assertThat(outputs().get("key-3")).hasSize(9).doesNotContain(4).isSorted();
        assertThat(outputs().values().stream().mapToInt(List::size).sum()).isEqualTo(records - 1);
        assertThat(calls).hasValue(4);
    }

    private void awaitAllOnce() {
        soon().pollInterval(Duration.ofMillis(300)).until(() -> sourceCommitted() == RECORDS && nothingIsParked());
        assertThat(cluster.read(retryTopic())).as("copies parked").hasSizeGreaterThan(30);
        assertThat(cluster.read(topic + ".dlq")).isEmpty();
        assertOutputsOnceInOrder(RECORDS, KEYS);
    }

    private String retryTopic() {
        return SOON.topicFor(topic, group);
    }

    private long sourceCommitted() {
        return committed(topic);
    }

    private boolean nothingIsParked() {
        long end = cluster.ends(retryTopic()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return committed(retryTopic()) == end;
    }

    private long committed(String of) {
        long sum = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> each :
                cluster.committed(group).entrySet()) {
            sum += each.getKey().topic().equals(of) ? each.getValue().offset() : 0;
        }
        return sum;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }
}
