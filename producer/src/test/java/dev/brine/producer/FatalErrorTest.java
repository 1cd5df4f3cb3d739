package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Errors that a healthy broker cannot be made to give, through Kafka's own stand-in for its producer. */
final class FatalErrorTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(
            Cluster.empty(), false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());

    private BrineProducer<String, String> producer() {
        BrineProducer.Builder<String, String> builder = BrineProducer.sending(
                        new StringSerializer(), new StringSerializer())
                .kafka(Map.of("client.id", "c1"))
                .meters(meters);
        return builder.over(builder.settings(), kafka);
    }

    @Test
    void producerThatLostASequenceSendsNoMore() {
        BrineProducer<String, String> producer = producer();
        // Given
        CompletableFuture<RecordMetadata> lost = producer.send("t", "k", "v");

        // When
        kafka.errorNext(new OutOfOrderSequenceException("sequence 7 after 5"));

        // Then
        assertThatThrownBy(lost::join).hasCauseInstanceOf(OutOfOrderSequenceException.class);
        assertThat(producer.failure())
                .hasValueSatisfying(
                        e -> assertThat(e).hasMessageContaining("c1").hasMessageContaining("sequence 7 after 5"));
        assertThatThrownBy(producer.send("t", "k", "v")::join).hasCauseInstanceOf(ProducerFailedException.class);
        assertThat(kafka.history()).hasSize(1);
        assertThat(count("failed")).isEqualTo(1);
        assertThat(count("not-sent")).isEqualTo(1);
    }

    @Test
    void errorThatPassesIsNotTakenForTheEnd() {
        BrineProducer<String, String> producer = producer();
        // Given
        CompletableFuture<RecordMetadata> first = producer.send("t", "k", "v");

        // When
        kafka.errorNext(new NotEnoughReplicasException("1 of 2"));

        // Then
        assertThat(first).isCompletedExceptionally();
        assertThat(producer.failure()).isEmpty();
        CompletableFuture<RecordMetadata> second = producer.send("t", "k", "v");
        kafka.completeNext();
        assertThat(second).isCompleted();
        assertThat(count("unknown")).isEqualTo(1);
        assertThat(count("acknowledged")).isEqualTo(1);
    }

    private double count(String outcome) {
        return meters.get("brine.producer.records")
                .tags("topic", "t", "outcome", outcome)
                .counter()
                .count();
    }
}
