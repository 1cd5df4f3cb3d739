package dev.brine.gateway.flow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What of a producer is used here; see {@link dev.brine.producer.BrineProducer}. */
interface Sender extends AutoCloseable {

    CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record);

    Optional<CompletableFuture<RecordMetadata>> trySend(ProducerRecord<byte[], byte[]> record);

    void flush();

    /** Whether it can send no more. */
    boolean failed();

    @Override
    void close();
}
