package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

/**
 * Faults of this version of Kafka that Brine's tests and guides go around, each with the sign that it is still there. When
 * a new version turns one of these red, what refers to the fault can go.
 */
final class KnownFaultTest {

    private static final int NOBODY = -1;

    /**
     * KAFKA-20734. The coordinator of transactions asks where the leader of a partition is, and takes no answer for a
     * partition that was deleted, which needs no marker. A partition without a leader is answered in the same way.
     */
    @Test
    void aPartitionWithoutLeaderLooksLikeOneThatWasDeleted() {
        // Given
        Uuid topic = Uuid.randomUuid();
        MetadataDelta delta =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        delta.replay(new TopicRecord().setName("orders").setTopicId(topic));
        delta.replay(new PartitionRecord()
                .setTopicId(topic)
                .setPartitionId(0)
                .setLeader(NOBODY)
                .setReplicas(List.of(1))
                .setIsr(List.of(1))
                .setDirectories(List.of(Uuid.randomUuid())));
        KRaftMetadataCache cache = new KRaftMetadataCache(1, () -> KRaftVersion.LATEST_PRODUCTION);

        // When
        cache.setImage(delta.apply(MetadataProvenance.EMPTY));

        // Then
        assertThat(cache.contains("orders")).isTrue();
        assertThat(cache.getPartitionLeaderEndpoint("orders", 0, new ListenerName("BROKER")))
                .isEmpty();
    }
}
