package dev.brine.registry.topic;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes sure that the topic is there and is one that keeps schemas. */
final class TopicSetup {

    private static final Map<String, String> COMPACT =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    private final String topic;
    private final KafkaSettings settings;

    TopicSetup(String topic, KafkaSettings settings) {
        this.topic = topic;
        this.settings = settings;
    }

    /**
     * @param create whether to create the topic if it does not exist
     * @throws RegistryUnavailableException if Kafka cannot be asked, or there is no topic
     * @throws RegistryException if the topic is not one that keeps schemas
     */
    void require(boolean create) {
        try (Admin admin = Admin.create(settings.admin())) {
            Optional<TopicDescription> found = describe(admin);
            if (found.isEmpty()) {
                if (!create) {
                    throw new RegistryUnavailableException("there is no topic " + topic
                            + "; the first registration with brine.registry.writable=true creates it");
                }
                create(admin);
                return;
            }
            int partitions = found.get().partitions().size();
            if (partitions != 1) {
                throw new RegistryException("topic " + topic + " has " + partitions
                        + " partitions, and a registry must have one, for its order; create another topic with one");
            }
            if (create) {
                requireCompaction(admin);
            }
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    private Optional<TopicDescription> describe(Admin admin) {
        try {
            return Optional.of(get(requireNonNull(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic))));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private void create(Admin admin) {
        try {
            NewTopic compacted = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(COMPACT);
            get(admin.createTopics(List.of(compacted)).all());
        } catch (TopicExistsException e) {
            // Another writer was first, and created the same.
        }
    }

    private void requireCompaction(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config;
        try {
            config = get(requireNonNull(
                    admin.describeConfigs(List.of(resource)).values().get(resource)));
        } catch (AuthorizationException e) {
            // Whoever may write but not look at settings has the topic from an administrator.
            return;
        }
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new RegistryException("topic " + topic + " has cleanup.policy=" + policy
                    + " and would forget schemas; set it to compact");
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw unavailable(e);
        } catch (TimeoutException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        }
    }

    private RegistryUnavailableException unavailable(Exception cause) {
        return new RegistryUnavailableException(
                "the registry topic:" + topic + " cannot be reached within "
                        + settings.timeout().toMillis() + " ms: " + cause.getMessage(),
                cause);
    }
}
