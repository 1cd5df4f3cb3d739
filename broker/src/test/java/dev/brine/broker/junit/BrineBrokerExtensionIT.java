package dev.brine.broker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@BrineBroker
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BrineBrokerExtensionIT {

    static EmbeddedBroker shared;

    EmbeddedBroker field;

    @Test
    @Order(1)
    void topicHasItsPartitionsAndSettings(
            EmbeddedBroker broker, @BrineTopic(partitions = 8, config = "retention.ms=60000") String topic)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicDescription found = admin.describeTopics(java.util.List.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            assertThat(found.partitions()).hasSize(8);
            assertThat(admin.describeConfigs(java.util.List.of(resource))
                            .all()
                            .get(30, TimeUnit.SECONDS)
                            .get(resource)
                            .get("retention.ms")
                            .value())
                    .isEqualTo("60000");
        }
    }

    @Test
    @Order(2)
    void fieldsAndParametersAreTheSameBroker(
            EmbeddedBroker parameter, @BrineTopic String one, @BrineTopic String other) {
        assertThat(parameter).isSameAs(shared).isSameAs(field);
        assertThat(one).isNotEqualTo(other).startsWith("fieldsandparametersarethesamebroker-");
    }

    @Test
    @Order(3)
    void testMayStopANode() {
        field.stop(0);

        assertThat(field.isRunning(0)).isFalse();
    }

    @Test
    @Order(4)
    void nodeStoppedByTheTestBeforeRunsAgain() {
        assertThat(field.isRunning(0)).isTrue();
    }

    @Nested
    final class Inside {

        @Test
        void nestedClassUsesTheBrokerAroundIt(EmbeddedBroker broker) {
            assertThat(broker).isSameAs(shared);
        }
    }
}
