package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class RetryTopicsTest {

    private static final RetryTopics POLICY = RetryTopics.after(Duration.ofMinutes(1), Duration.ofMinutes(10));

    @Test
    void topicIsNamedForSourceAndGroup() {
        assertThat(POLICY.topicFor("orders", "billing")).isEqualTo("orders.billing.retry");
        assertThat(POLICY.named("later").topicFor("orders", "billing")).isEqualTo("later");
        assertThat(POLICY.longest()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void delaysMustBeThereAndLongerThanNothing() {
        assertThatThrownBy(RetryTopics::after).hasMessageContaining("no delays");
        assertThatThrownBy(() -> RetryTopics.after(Duration.ofSeconds(1), Duration.ZERO))
                .hasMessageContaining("longer than nothing");
    }

    @Test
    void orderOfAWholePartitionIsRefused() {
        assertThatThrownBy(() -> worker(List.of("orders"), "billing", POLICY)
                        .ordering(Ordering.PARTITION)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Ordering.KEY");
    }

    @Test
    void exactlyOnceNeedsRoomForItsMaps() {
        WorkerBuilder<String, String> builder =
                worker(List.of("orders"), "billing", POLICY).processing(Processing.EXACTLY_ONCE);
        assertThat(builder.build()).isNotNull();
        assertThatThrownBy(() -> builder.metadataLimit(4_095).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("metadataLimit of 4096, it is 4095")
                .hasMessageContaining("offset.metadata.max.bytes");
    }

    @Test
    void oneNameForTwoSourcesIsRefused() {
        assertThatThrownBy(() -> worker(List.of("orders", "returns"), "billing", POLICY.named("later"))
                        .build())
                .hasMessageContaining("later")
                .hasMessageContaining("each needs its own");
        assertThat(worker(List.of("orders", "returns"), "billing", POLICY).build())
                .isNotNull();
    }

    @Test
    void groupThatMakesNoTopicNameIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> worker(List.of("orders"), "billing/eu", POLICY).build())
                .hasMessageContaining("orders.billing/eu.retry")
                .hasMessageContaining("RetryTopics.named");
        assertThatThrownBy(() -> worker(List.of("orders"), "billing", POLICY.named("orders"))
                        .build())
                .hasMessageContaining("not a source");
    }

    private static WorkerBuilder<String, String> worker(List<String> topics, String group, RetryTopics policy) {
        return Worker.reading(topics, new StringDeserializer(), new TextReader())
                .group(group)
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:1"))
                .retryTopics(policy)
                .handler(message -> {});
    }
}
