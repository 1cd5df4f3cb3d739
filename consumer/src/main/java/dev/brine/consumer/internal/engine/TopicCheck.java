package dev.brine.consumer.internal.engine;

import dev.brine.consumer.WorkerException;
import dev.brine.consumer.internal.deadletters.DeadLetterRecords;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Sees to it, before a worker starts, that its topics are there: a source that is missing is a mistake, a dead-letter
 * topic that is missing is created with as many partitions as its source.
 */
public final class TopicCheck {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Settings settings;
    private final DeadLetterRecords deadLetters;
    private final long end = System.nanoTime() + DEADLINE.toNanos();

    private TopicCheck(Settings settings, DeadLetterRecords deadLetters) {
        this.settings = settings;
        this.deadLetters = deadLetters;
    }

    /** @throws WorkerException if no broker answers, a source is missing, or a dead-letter topic cannot be made */
    public static void run(Settings settings, DeadLetterRecords deadLetters) {
        try (Admin admin = Admin.create(ClientProperties.admin(settings))) {
            new TopicCheck(settings, deadLetters).run(admin);
        }
    }

    private void run(Admin admin) {
        Map<String, Integer> wanted = new TreeMap<>();
        partitionsOf(admin, settings.topics()).forEach((topic, partitions) -> {
            if (partitions == 0) {
                throw new WorkerException(
                        "topic " + topic + " does not exist at " + where() + "; create it, or correct the name", null);
            }
            wanted.merge(deadLetters.topicFor(topic), partitions, Math::max);
        });
        Map<String, Integer> existing = partitionsOf(admin, wanted.keySet());
        wanted.forEach((topic, partitions) -> {
            if (existing.getOrDefault(topic, 0) == 0) {
                create(admin, topic, partitions);
            }
        });
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

    private void create(Admin admin, String topic, int partitions) {
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
        try {
            get(admin.createTopics(List.of(wanted)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed(
                        "dead-letter topic " + topic + " does not exist at " + where()
                                + " and cannot be created; create it with " + partitions
                                + " partitions, or name another one",
                        e);
            }
        }
        awaitLeaders(admin, topic, partitions);
    }

    /** A producer that sends to a topic whose partitions do not all answer yet can fail for ever (KAFKA-15591). */
    private void awaitLeaders(Admin admin, String topic, int partitions) {
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
                    throw failed("new dead-letter topic " + topic + " does not answer at " + where(), e);
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
