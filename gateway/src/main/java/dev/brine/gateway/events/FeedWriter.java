package dev.brine.gateway.events;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.flow.TopicWriter;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Events of sources (TCP, files, polled APIs): what a source is given instead of a writer of topics. A record is
 * acknowledged to the source when its event is handled; so a source notes, answers and moves on only then, and what fails
 * comes again as it does when Kafka is away. Bytes that could not be decoded are events of type {@link Undecodable}.
 *
 * <p>Where a type is given for a topic, its values become objects of that type, by the topic's schema; otherwise they are
 * the generic values of {@link TopicFormat#decode}.
 */
public final class FeedWriter implements TopicWriter {

    private record Way(Schema schema, Class<?> type) {}

    private final Feed feed;
    private final TopicFormats formats;
    private final Map<String, Class<?>> types;
    private final Map<Way, Decoder<?>> decoders = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();

    /** @param types of events, by topic */
    public FeedWriter(Feed feed, TopicFormats formats, Map<String, Class<?>> types) {
        this.feed = requireNonNull(feed, "feed");
        this.formats = requireNonNull(formats, "formats");
        this.types = Map.copyOf(types);
    }

    @Override
    public CompletableFuture<Acknowledged> write(SourceRecord record) {
        try {
            return acknowledged(record.topic(), feed.give(key(record), event(record)));
        } catch (InterruptedException e) {
            return CompletableFuture.failedFuture(new InterruptException(e));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<CompletableFuture<Acknowledged>> tryWrite(SourceRecord record) {
        try {
            return feed.tryGive(key(record), event(record)).map(done -> acknowledged(record.topic(), done));
        } catch (RuntimeException e) {
            return Optional.of(CompletableFuture.failedFuture(e));
        }
    }

    @Override
    public CompletableFuture<Acknowledged> reject(Undecodable undecodable) {
        try {
            return acknowledged(undecodable.topic(), feed.give(null, undecodable));
        } catch (InterruptedException e) {
            return CompletableFuture.failedFuture(new InterruptException(e));
        }
    }

    @Override
    public Optional<CompletableFuture<Acknowledged>> tryReject(Undecodable undecodable) {
        return feed.tryGive(null, undecodable).map(done -> acknowledged(undecodable.topic(), done));
    }

    private static @Nullable Object key(SourceRecord record) {
        byte[] key = record.key();
        return key == null ? null : ByteBuffer.wrap(key);
    }

    /** A record without a value is an event itself. */
    private Object event(SourceRecord record) {
        Object value = record.value();
        Class<?> type = types.get(record.topic());
        if (value == null) {
            return record;
        }
        if (type == null || type.isInstance(value)) {
            return value;
        }
        TopicFormat format = formats.of(record.topic());
        SchemaVersion version = format.schema();
        Way way = new Way(version.schema().schema(), type);
        byte[] bytes = format.encode("avro", value, version);
        return decoders.computeIfAbsent(way, one -> Codecs.named("avro")
                        .decoder(one.schema(), one.schema(), one.type(), Limits.DEFAULT))
                .decode(ByteBuffer.wrap(bytes));
    }

    private CompletableFuture<Acknowledged> acknowledged(String topic, CompletableFuture<Void> done) {
        return done.thenApply(nothing -> new Acknowledged(topic, 0, number.getAndIncrement(), null));
    }

    @Override
    public void flush() {
        // Whoever waits, waits for the futures: nothing is kept here.
    }

    @Override
    public void close() {
        // The feed belongs to whoever made it.
    }
}
