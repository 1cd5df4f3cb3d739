package dev.brine.gateway.daemon;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes sure, before anything starts, that the topics are there that sources and sinks write to, and creates the
 * dead-letter topics of sources that are missing.
 */
final class SourceTopics {

    private static final String DEAD_LETTERS = ".dlq";
    private static final long PATIENCE = 30_000;

    private SourceTopics() {}

    /**
     * @throws UnknownTopicOrPartitionException if a topic is missing: a source whose records nobody takes would lose them
     * @throws TimeoutException if no broker answers
     */
    static void ensure(Map<String, Object> kafka, Collection<String> topics, Collection<String> ofSinks) {
        if (topics.isEmpty() && ofSinks.isEmpty()) {
            return;
        }
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.putIfAbsent("default.api.timeout.ms", "25000");
        properties.putIfAbsent("request.timeout.ms", "10000");
        try (Admin admin = Admin.create(properties)) {
            Set<String> there = get(admin.listTopics().names());
            Set<String> missing = new TreeSet<>(topics);
            missing.addAll(ofSinks);
            missing.removeAll(there);
            if (!missing.isEmpty()) {
                throw new UnknownTopicOrPartitionException("there is no topic " + String.join(", ", missing)
                        + ", which a source or a sink writes to; create it, or correct the name");
            }
            List<NewTopic> create = topics.stream()
                    .map(topic -> topic + DEAD_LETTERS)
                    .filter(topic -> !there.contains(topic))
                    .distinct()
                    .map(topic -> new NewTopic(topic, Optional.of(1), Optional.empty()))
                    .toList();
            create(admin, create);
        }
    }

    private static void create(Admin admin, List<NewTopic> topics) {
        for (NewTopic topic : topics) {
            try {
                get(admin.createTopics(List.of(topic)).all());
            } catch (TopicExistsException e) {
                // Another process was first.
                continue;
            }
            await(admin, topic.name());
        }
    }

    /** A producer that is quicker than the new partition's leader can loop for ever (KAFKA-15591). */
    private static void await(Admin admin, String topic) {
        Map<TopicPartition, OffsetSpec> ends = List.of(new TopicPartition(topic, 0)).stream()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        long deadline = System.currentTimeMillis() + PATIENCE;
        while (true) {
            try {
                var unused = get(admin.listOffsets(ends).all());
                return;
            } catch (KafkaException e) {
                if (System.currentTimeMillis() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
