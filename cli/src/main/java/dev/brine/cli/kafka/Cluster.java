package dev.brine.cli.kafka;

import static java.util.Objects.requireNonNull;

import dev.brine.cli.CliException;
import dev.brine.cli.config.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A Kafka cluster that has answered at least once. Safe for use by many threads. */
public final class Cluster implements AutoCloseable {

    /** How long a first contact may take; with the diagnosis after it everything ends within 30 s. */
    private static final int DEFAULT_SECONDS = 10;

    private static final Duration LEADERS = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Settings settings;
    private final Admin admin;
    private final Duration timeout;

    private Cluster(Settings settings, Admin admin, Duration timeout) {
        this.settings = settings;
        this.admin = admin;
        this.timeout = timeout;
    }

    /**
     * Connects and waits for an answer.
     *
     * @throws CliException with exit code 5 and a diagnosis if none came in time
     */
    public static Cluster connect(Settings settings) {
        Duration timeout = timeout(settings);
        Map<String, Object> properties = settings.kafka();
        properties.put("default.api.timeout.ms", String.valueOf(timeout.toMillis()));
        properties.put("request.timeout.ms", String.valueOf(Math.min(timeout.toMillis(), 5_000)));
        Admin admin;
        try {
            admin = Admin.create(properties);
        } catch (KafkaException e) {
            throw refused(settings, e);
        }
        Cluster cluster = new Cluster(settings, admin, timeout);
        try {
            cluster.get(admin.describeCluster().nodes());
            return cluster;
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    public Admin admin() {
        return admin;
    }

    public Settings settings() {
        return settings;
    }

    /** Waits for an answer and turns its failure into the exception that it is. */
    public <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw Diagnosis.of(settings, timeout).causedBy(late);
            }
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliException.of(dev.brine.cli.ExitCode.INTERRUPTED, "interrupted")
                    .causedBy(e);
        }
    }

    /**
     * Some partitions of a topic, ascending; all of them if none is named.
     *
     * @throws CliException with exit code 1 if there is no such topic or partition
     */
    public List<TopicPartition> partitions(String topic, Collection<Integer> named) {
        List<TopicPartition> all = partitions(topic);
        for (int partition : named) {
            if (partition < 0 || partition >= all.size()) {
                throw CliException.failed("topic " + topic + " has no partition " + partition)
                        .trying("0 to " + (all.size() - 1));
            }
        }
        return all.stream()
                .filter(partition -> named.isEmpty() || named.contains(partition.partition()))
                .toList();
    }

    /**
     * The partitions of a topic, ascending.
     *
     * @throws CliException with exit code 1 if there is no such topic
     */
    public List<TopicPartition> partitions(String topic) {
        try {
            TopicDescription description = requireNonNull(
                    get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
            return description.partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (UnknownTopicOrPartitionException e) {
            throw unknownTopic(topic).causedBy(e);
        } catch (InvalidTopicException e) {
            throw CliException.failed("'" + topic + "' cannot be the name of a topic")
                    .because(e.getMessage())
                    .causedBy(e);
        }
    }

    /** The error for a topic that the cluster does not have. */
    public CliException unknownTopic(String topic) {
        List<String> names =
                get(admin.listTopics().names()).stream().sorted().limit(8).toList();
        return CliException.failed("there is no topic '" + topic + "' at " + settings.bootstrap())
                .trying(
                        names.isEmpty()
                                ? "create it first; this cluster has no topics at all"
                                : "create it first, or use one of " + String.join(", ", names));
    }

    /** Creates the topic unless it exists, and waits until every partition answers; returns its partitions. */
    public List<TopicPartition> ensureTopic(String topic, int partitions) {
        try {
            get(admin.createTopics(
                            List.of(new NewTopic(topic, java.util.Optional.of(partitions), java.util.Optional.empty())))
                    .all());
        } catch (TopicExistsException e) {
            return partitions(topic);
        }
        List<TopicPartition> created = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        // A producer that writes before every leader is elected can loop on out-of-order sequences (KAFKA-15591).
        awaitLeaders(created);
        return created;
    }

    /** A broker hears of a new topic a moment after the controller has made it, and until then does not know it. */
    private void awaitLeaders(List<TopicPartition> created) {
        long end = System.nanoTime() + LEADERS.toNanos();
        while (true) {
            try {
                offsets(created, OffsetSpec.latest());
                return;
            } catch (InvalidMetadataException e) {
                if (System.nanoTime() - end >= 0) {
                    throw e;
                }
                LockSupport.parkNanos(this, LOOK.toNanos());
            }
        }
    }

    /** One offset a partition; -1 where the specification finds none. */
    public Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        get(admin.listOffsets(asked).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    static Duration timeout(Settings settings) {
        String text = settings.get("brine.timeout").orElse(String.valueOf(DEFAULT_SECONDS));
        try {
            int seconds = Integer.parseInt(text.strip());
            if (seconds >= 1 && seconds <= 20) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            throw badTimeout(settings, text).causedBy(e);
        }
        throw badTimeout(settings, text);
    }

    private static CliException badTimeout(Settings settings, String text) {
        return CliException.usage(
                "brine.timeout must be 1 to 20 seconds, found '" + text + "' in " + settings.origin("brine.timeout"));
    }

    private static CliException refused(Settings settings, KafkaException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof ConfigException
                && String.valueOf(cause.getMessage()).contains("bootstrap")) {
            return CliException.unreachable("no address in " + settings.bootstrap() + " can be used")
                    .because(cause.getMessage())
                    .trying("-b HOST:PORT; this one came from " + settings.origin(Settings.BOOTSTRAP))
                    .causedBy(e);
        }
        return CliException.usage("these Kafka properties do not make a client")
                .because(cause.getMessage())
                .trying("'-X list' lists the properties")
                .causedBy(e);
    }
}
