package dev.brine.consumer.internal.engine;

import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.WorkerException;
import dev.brine.consumer.internal.deadletters.DeadLetterRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it, before a worker starts, that its topics are there: a source that is missing is a mistake, a dead-letter
 * topic or retry topic that is missing is created with as many partitions as its source.
 */
public final class TopicCheck {

    private static final Logger log = LoggerFactory.getLogger(TopicCheck.class);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration RETENTION = Duration.ofDays(7);
    private static final Duration LEAST_RETENTION = Duration.ofDays(2);

    private final Settings settings;
    private final DeadLetterRecords deadLetters;
    private final long end = System.nanoTime() + DEADLINE.toNanos();

    private TopicCheck(Settings settings, DeadLetterRecords deadLetters) {
        this.settings = settings;
        this.deadLetters = deadLetters;
    }

    /**
     * @return partitions of each retry topic
     * @throws WorkerException if no broker answers, a source is missing, or another topic cannot be made
     */
    public static Map<String, Integer> run(Settings settings, DeadLetterRecords deadLetters) {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            return new TopicCheck(settings, deadLetters).run(admin);
        }
    }

    /**
     * Sees to it that these sources have dead-letter topics; a source that is gone again needs none.
     *
     * @throws WorkerException if no broker answers, or one cannot be made
     */
    static void deadLetters(Settings settings, Set<String> sources) {
        DeadLetterRecords letters = new DeadLetterRecords(settings.group(), settings.deadLetters());
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            TopicCheck check = new TopicCheck(settings, letters);
            Map<String, Integer> wanted = new TreeMap<>();
            check.partitionsOf(admin, sources).forEach((topic, partitions) -> {
                if (partitions > 0) {
                    wanted.merge(letters.topicFor(topic), partitions, Math::max);
                }
            });
            check.createMissing(admin, wanted);
        }
    }

    /**
     * Sees to it that a retry topic has so many partitions.
     *
     * @return how many it has
     * @throws WorkerException if that is not possible
     */
    static int grow(Settings settings, String topic, int partitions) {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            return new TopicCheck(settings, new DeadLetterRecords(settings.group(), settings.deadLetters()))
                    .retryTopic(admin, topic, partitions);
        }
    }

    private Map<String, Integer> run(Admin admin) {
        Map<String, Integer> wanted = new TreeMap<>();
        Map<String, Integer> retries = new TreeMap<>();
        RetryTopics policy = settings.retryTopics();
        partitionsOf(admin, sources(admin)).forEach((topic, partitions) -> {
            if (partitions == 0) {
                throw new WorkerException(
                        "topic " + topic + " does not exist at " + where() + "; create it, or correct the name", null);
            }
            wanted.merge(deadLetters.topicFor(topic), partitions, Math::max);
            if (policy != null) {
                retries.put(policy.topicFor(topic, settings.group()), partitions);
            }
        });
        createMissing(admin, wanted);
        retries.replaceAll((topic, partitions) -> retryTopic(admin, topic, partitions));
        return retries;
    }

    private void createMissing(Admin admin, Map<String, Integer> wanted) {
        Map<String, Integer> existing = partitionsOf(admin, wanted.keySet());
        wanted.forEach((topic, partitions) -> {
            if (existing.getOrDefault(topic, 0) == 0) {
                create(admin, "dead-letter", topic, partitions, Map.of());
            }
        });
    }

    private Collection<String> sources(Admin admin) {
        Pattern pattern = settings.subscription().pattern();
        if (pattern == null) {
            return settings.subscription().topics();
        }
        try {
            List<String> found = get(admin.listTopics().names()).stream()
                    .filter(name -> pattern.matcher(name).matches())
                    .toList();
            if (found.isEmpty()) {
                log.atWarn()
                        .addKeyValue("group", settings.group())
                        .log("no topic matches {} yet; the worker waits for one", pattern);
            }
            return found;
        } catch (ExecutionException e) {
            throw failed("topics cannot be listed at " + where(), e);
        }
    }

    /** Partitions of each topic, 0 where there is none. */
    private Map<String, Integer> partitionsOf(Admin admin, Collection<String> topics) {
        Map<String, Integer> partitions = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics).topicNameValues();
        answers.forEach((topic, answer) -> {
            try {
                partitions.put(topic, get(answer).partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException
                        || e.getCause() instanceof InvalidTopicException)) {
                    throw failed("topic " + topic + " cannot be looked up at " + where(), e);
                }
                partitions.put(topic, 0);
            }
        });
        return partitions;
    }

    /** What is parked must outlive every delay; it is written anew when it is half a day old. */
    private int retryTopic(Admin admin, String topic, int partitions) {
        int existing = partitionsOf(admin, List.of(topic)).getOrDefault(topic, 0);
        if (existing == 0) {
            create(
                    admin,
                    "retry",
                    topic,
                    partitions,
                    Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE,
                            TopicConfig.RETENTION_MS_CONFIG,
                            Long.toString(retentionOf(settings).toMillis()),
                            TopicConfig.RETENTION_BYTES_CONFIG,
                            "-1"));
            return partitions;
        }
        checkRetention(admin, topic);
        if (existing < partitions) {
            try {
                get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                        .all());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InvalidPartitionsException)) {
                    throw failed(
                            "retry topic " + topic + " at " + where() + " has " + existing + " partitions, its source "
                                    + partitions + ", and it cannot be made to have as many; do so by hand",
                            e);
                }
            }
            awaitLeaders(admin, "retry", topic, partitions);
        }
        return Math.max(existing, partitions);
    }

    private static Duration retentionOf(Settings settings) {
        RetryTopics policy = settings.retryTopics();
        return policy == null ? RETENTION : RETENTION.plus(policy.longest().multipliedBy(2));
    }

    private void checkRetention(Admin admin, String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
            ConfigEntry policy = config == null ? null : config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            ConfigEntry retention = config == null ? null : config.get(TopicConfig.RETENTION_MS_CONFIG);
            if (policy != null && String.valueOf(policy.value()).contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw new WorkerException(
                        "retry topic " + topic + " at " + where() + " is compacted, which would drop parked records;"
                                + " set its cleanup.policy to delete",
                        null);
            }
            long millis = retention == null ? -1 : Long.parseLong(retention.value());
            if (millis >= 0 && millis < LEAST_RETENTION.toMillis()) {
                throw new WorkerException(
                        "retry topic " + topic + " at " + where() + " keeps records for " + Duration.ofMillis(millis)
                                + ", so that parked ones could be deleted; set its retention.ms to "
                                + LEAST_RETENTION.toMillis() + " or more",
                        null);
            }
        } catch (ExecutionException e) {
            log.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", String.valueOf(e.getCause()))
                    .log("retention of the retry topic cannot be looked up; it must be two days or more");
        }
    }

    private void create(Admin admin, String kind, String topic, int partitions, Map<String, String> configs) {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(configs);
        try {
            get(admin.createTopics(List.of(wanted)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed(
                        kind + " topic " + topic + " does not exist at " + where()
                                + " and cannot be created; create it with " + partitions
                                + " partitions, or name another one",
                        e);
            }
        }
        awaitLeaders(admin, kind, topic, partitions);
    }

    /** A producer that sends to a topic whose partitions do not all answer yet can fail for ever (KAFKA-15591). */
    private void awaitLeaders(Admin admin, String kind, String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        while (true) {
            try {
                get(admin.listOffsets(all).all());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - end > 0) {
                    throw failed("new " + kind + " topic " + topic + " does not answer at " + where(), e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private <T> T get(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new WorkerException("no broker answered at " + where() + " within " + DEADLINE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerException("interrupted while topics were looked up at " + where(), e);
        }
    }

    private WorkerException failed(String what, ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof org.apache.kafka.common.errors.TimeoutException
                ? new WorkerException("no broker answered at " + where() + ": " + cause.getMessage(), cause)
                : new WorkerException(what + ": " + cause.getMessage(), cause);
    }

    private String where() {
        return String.valueOf(settings.kafka().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }
}
