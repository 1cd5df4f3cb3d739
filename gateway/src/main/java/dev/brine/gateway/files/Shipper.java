package dev.brine.gateway.files;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.gateway.source.SourceContext;
import dev.brine.serdes.DecodeException;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Decodes what a file holds, and sends it until it is acknowledged. For one thread. */
final class Shipper {

    private final SourceContext context;
    private final String topic;
    private final String source;
    private final String codec;
    private final Counter sent;
    private final Counter undecodable;

    /** @param codec of single values: {@code json}, {@code pickle}, {@code avro} */
    Shipper(SourceContext context, String topic, String name, String codec) {
        this.context = context;
        this.topic = topic;
        this.source = "file:" + name;
        this.codec = codec;
        this.sent = counter("ok", name);
        this.undecodable = counter("undecodable", name);
    }

    private Counter counter(String outcome, String name) {
        return Counter.builder("brine.gateway.file.records")
                .description("Records of files by what became of them")
                .tag("source", name)
                .tag("outcome", outcome)
                .register(context.meters());
    }

    TopicFormat format() {
        return context.formats().of(topic);
    }

    /** Decodes one value; that it cannot be is the entry's cause. */
    Entry entry(byte[] bytes, String position) {
        try {
            return new Entry(bytes, format().decode(codec, bytes), position, null);
        } catch (DecodeException e) {
            return new Entry(bytes, null, position, e);
        }
    }

    /**
     * Writes entries, those that could not be decoded as dead letters, and waits until all are acknowledged.
     *
     * @throws NotShippedException if one is not: all of them are to be sent again
     */
    void ship(List<Entry> entries) throws NotShippedException, InterruptedException {
        List<CompletableFuture<Acknowledged>> written = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            DecodeException cause = entry.cause();
            written.add(
                    cause == null
                            ? context.writer()
                                    .write(new SourceRecord(
                                            topic,
                                            entry.value(),
                                            null,
                                            null,
                                            null,
                                            new RecordHeaders(),
                                            source,
                                            entry.position()))
                            : context.writer()
                                    .reject(new Undecodable(
                                            topic, entry.bytes(), null, source, entry.position(), cause)));
        }
        // All of them, so that none is still on its way when they are sent again.
        ExecutionException failure = null;
        for (CompletableFuture<Acknowledged> one : written) {
            try {
                one.get();
            } catch (ExecutionException e) {
                failure = e;
            }
        }
        if (failure != null) {
            Throwable cause = failure.getCause();
            throw new NotShippedException(cause == null ? failure : cause);
        }
        for (Entry entry : entries) {
            (entry.cause() == null ? sent : undecodable).increment();
        }
    }
}
