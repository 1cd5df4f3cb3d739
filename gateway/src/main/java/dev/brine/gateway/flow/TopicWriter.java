package dev.brine.gateway.flow;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Writes what sources bring. Safe for use by many threads; records of one thread to one partition keep their order.
 *
 * <p>Everything that becomes of a record comes by its future: that it does not fit the schema ({@link
 * dev.brine.serdes.EncodeException}), that the topic has none ({@link NoSchemaException}), that there is no such topic
 * or partition ({@link UnknownTopicException}, {@link UnknownPartitionException}), that it certainly was not sent
 * ({@link dev.brine.producer.NotSentException}), that Kafka refused it, or that its fate is unknown (Kafka's {@code
 * RetriableException}s). Futures may complete on Kafka's network thread: what depends on them must not block.
 */
public interface TopicWriter extends AutoCloseable {

    /** Writes a record, waiting, with a bound, while too many bytes are in flight or the topic is not known yet. */
    CompletableFuture<Acknowledged> write(SourceRecord record);

    /** Writes a record if that needs no waiting; empty when there is no room now, or the topic is being asked for. */
    Optional<CompletableFuture<Acknowledged>> tryWrite(SourceRecord record);

    /**
     * Writes bytes as they came to the topic {@code TOPIC.dlq}, which must exist, with {@code brine.dlq.*} headers; waits as
     * {@link #write} does.
     */
    CompletableFuture<Acknowledged> reject(Undecodable undecodable);

    /** The same if that needs no waiting; empty when there is no room now, or the topic is being asked for. */
    Optional<CompletableFuture<Acknowledged>> tryReject(Undecodable undecodable);

    /** Waits until every record written before is acknowledged or has failed. */
    void flush();

    /** Ends with 30 seconds for what is in flight. */
    @Override
    void close();
}
