package dev.brine.gateway.flow;

import dev.brine.producer.BrineProducer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** One producer. */
record ProducerSender(BrineProducer<byte[], byte[]> producer) implements Sender {

    @Override
    public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(record);
    }

    @Override
    public Optional<CompletableFuture<RecordMetadata>> trySend(ProducerRecord<byte[], byte[]> record) {
        return producer.trySend(record);
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public boolean failed() {
        return producer.failure().isPresent();
    }

    @Override
    public void close() {
        producer.close();
    }
}
