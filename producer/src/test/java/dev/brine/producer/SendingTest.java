package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class SendingTest {

    // Kafka's own stand-in: only here can a refusal be had at will.
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private final Sending sending = new Sending(
            new ProducerRecord<>("orders", new byte[1_000]), (sent, metadata, failure) -> sent.complete(metadata));

    @Test
    void aFutureDoesNotHoldTheBytesThatKafkaHasTaken() {
        // When
        Exception refusal = sending.attempt(kafka);

        // Then
        assertThat(refusal).isNull();
        assertThat(sending.taken()).isTrue();
        assertThat(sending.topic()).isEqualTo("orders");
        assertThat(sending.bytes()).isGreaterThan(1_000);
    }

    @Test
    void aRecordThatKafkaRefusedCanBeTriedAgain() {
        // Given
        kafka.sendException = new TimeoutException("no partitions yet");

        // When
        Exception refusal = sending.attempt(kafka);

        // Then
        assertThat(refusal).isInstanceOf(TimeoutException.class);
        assertThat(sending.taken()).isFalse();
        kafka.sendException = null;
        assertThat(sending.attempt(kafka)).isNull();
        assertThat(kafka.history()).hasSize(1);
    }
}
