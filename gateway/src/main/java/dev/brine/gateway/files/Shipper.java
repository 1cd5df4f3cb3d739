package dev.brine.gateway.files;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.NeverTaken;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.gateway.source.SourceContext;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.DecodeException;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Decodes what a file holds, and sends it until it is acknowledged. For one thread. */
final class Shipper {

    private final SourceContext context;
    private final String topic;
    private final String source;
    private final Values values;
    private final String contentType;
    private final Counter sent;
    private final Counter undecodable;

    /** @param codec of single values: {@code json}, {@code pickle}, {@code avro} */
    Shipper(SourceContext context, String topic, String name, String codec) {
        this.context = context;
        this.topic = topic;
        this.source = "file:" + name;
        this.values = new TopicValues(context.formats(), topic, codec);
        this.contentType = Codecs.named(codec).contentType();
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

    Values values() {
        return values;
    }

    /** Decodes one value; that it cannot be is the entry's cause. */
    Entry entry(byte[] bytes, String position) {
        return values.entry(bytes, position);
    }

    /**
     * Writes entries, those that could not be decoded as dead letters, and waits until all are acknowledged. What Kafka
     * would never take, because it is too large or fits no schema, is a dead letter too.
     *
     * @return whether any of them is a dead letter
     * @throws NotShippedException if one is not acknowledged: all of them are to be sent again
     */
    boolean ship(List<Entry> entries) throws NotShippedException, InterruptedException {
        List<CompletableFuture<Acknowledged>> written = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            DecodeException cause = entry.cause();
            written.add(cause == null ? write(entry) : reject(entry, cause));
        }
        // All of them, so that none is still on its way when they are sent again.
        Throwable failure = null;
        List<Entry> refused = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Throwable one = failure(written.get(i));
            if (one != null && entries.get(i).cause() == null && NeverTaken.is(one)) {
                one = failure(refuse(entries.get(i), one));
                refused.add(entries.get(i));
            }
            failure = one == null ? failure : one;
        }
        if (failure != null) {
            throw new NotShippedException(failure);
        }
        int faults = refused.size()
                + (int) entries.stream().filter(entry -> entry.cause() != null).count();
        sent.increment(entries.size() - faults);
        undecodable.increment(faults);
        return faults > 0;
    }

    private CompletableFuture<Acknowledged> write(Entry entry) {
        return context.writer()
                .write(new SourceRecord(
                        topic, entry.value(), null, null, null, new RecordHeaders(), source, entry.position()));
    }

    private CompletableFuture<Acknowledged> reject(Entry entry, Exception cause) {
        return context.writer()
                .reject(new Undecodable(topic, entry.bytes(), contentType, source, entry.position(), cause));
    }

    private CompletableFuture<Acknowledged> refuse(Entry entry, Throwable why) {
        return context.writer()
                .reject(NeverTaken.letter(topic, entry.bytes(), contentType, source, entry.position(), why));
    }

    private static @Nullable Throwable failure(CompletableFuture<Acknowledged> written) throws InterruptedException {
        try {
            Acknowledged unused = written.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }
}
