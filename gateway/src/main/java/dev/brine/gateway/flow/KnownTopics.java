package dev.brine.gateway.flow;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Which topics there are and how many partitions they have. Asking creates none, as a producer that asks would on a
 * cluster that creates topics by itself. Kept for 30 seconds, a second where there is no such topic, a moment where the
 * cluster could not be asked.
 */
public final class KnownTopics implements AutoCloseable {

    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration MISSING = Duration.ofSeconds(1);
    private static final Duration FAILED = Duration.ofMillis(100);
    private static final int MOST = 10_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /**
     * What was found out.
     *
     * @param failure why nothing could be; the count is then 0, as for a topic that there is not
     */
    private record Found(int count, @Nullable RuntimeException failure) {

        Duration kept() {
            return failure != null ? FAILED : count > 0 ? KEPT : MISSING;
        }
    }

    private final Admin admin;
    private final AsyncCache<String, Found> counts = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<String, Found>writing((topic, found) -> found.kept()))
            .buildAsync();

    private KnownTopics(Admin admin) {
        this.admin = admin;
    }

    /** Asks the cluster of these properties; does not wait for it. */
    public static KnownTopics of(Map<String, ?> kafka) {
        Map<String, Object> properties = new HashMap<>();
        kafka.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                properties.put(name, value);
            }
        });
        properties.remove(AdminClientConfig.CLIENT_ID_CONFIG);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return new KnownTopics(Admin.create(properties));
    }

    /**
     * How many partitions a topic has; fails with {@link UnknownTopicException} if there is none, and with Kafka's
     * exceptions if the cluster cannot be asked. Completes on any thread.
     */
    public CompletableFuture<Integer> partitions(String topic) {
        CompletableFuture<Found> asked = counts.get(topic, (name, executor) -> describe(name));
        return asked.thenApply(found -> {
            if (found.failure() != null) {
                throw found.failure();
            }
            if (found.count() == 0) {
                throw new UnknownTopicException(topic);
            }
            return found.count();
        });
    }

    /**
     * Offsets of partitions, as a reader sees them that takes nothing of open transactions; fails with Kafka's exceptions if
     * the cluster cannot be asked. -1 for a time after the last record. Completes on any thread.
     */
    public CompletableFuture<Map<TopicPartition, Long>> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(one -> asked.put(one, which));
        return admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(found -> {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    found.forEach((one, where) -> offsets.put(one, where.offset()));
                    return offsets;
                });
    }

    private CompletableFuture<Found> describe(String topic) {
        return requireNonNull(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .toCompletionStage()
                .toCompletableFuture()
                .handle(KnownTopics::found);
    }

    private static Found found(TopicDescription found, @Nullable Throwable failure) {
        if (failure == null) {
            return new Found(found.partitions().size(), null);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
            return new Found(0, null);
        }
        return new Found(0, cause instanceof RuntimeException known ? known : new CompletionException(cause));
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}
