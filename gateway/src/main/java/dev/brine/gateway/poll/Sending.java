package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.NeverTaken;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.gateway.source.SourceContext;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.DecodeException;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Decodes items, and sends them until they are acknowledged. For one thread. */
final class Sending {

    private record Written(Item item, String position, boolean decoded, CompletableFuture<Acknowledged> fate) {}

    private final SourceContext context;
    private final PollSettings settings;
    private final String source;
    private final String contentType;
    private final Counter sent;
    private final Counter undecodable;
    private final Counter known;

    Sending(SourceContext context, PollSettings settings) {
        this.context = context;
        this.settings = settings;
        this.source = "http-poll:" + settings.name();
        this.contentType = Codecs.named(settings.codec()).contentType();
        this.sent = counter("ok");
        this.undecodable = counter("undecodable");
        this.known = counter("known");
    }

    private Counter counter(String outcome) {
        return Counter.builder("brine.gateway.poll.records")
                .description("Items of polled answers by what became of them")
                .tag("source", settings.name())
                .tag("outcome", outcome)
                .register(context.meters());
    }

    boolean arrays() {
        return format().schema().schema().schema().getType() == Schema.Type.ARRAY;
    }

    private TopicFormat format() {
        return context.formats().of(settings.topic());
    }

    /** Counts items that were sent before. */
    void passedOver(int items) {
        known.increment(items);
    }

    /**
     * Writes items, those that cannot be decoded as dead letters, and waits until all are acknowledged.
     *
     * @param position says of each what makes it recognisable
     * @throws PollException if one is not: all of them are to be sent again
     */
    void send(List<Item> items, Function<Item, String> position) throws PollException, InterruptedException {
        List<Written> all = new ArrayList<>(items.size());
        for (Item item : items) {
            all.add(write(item, position.apply(item)));
        }
        // All of them, so that none is still on its way when they are sent again.
        Throwable failure = null;
        int letters = 0;
        for (Written one : all) {
            Throwable its = failure(one.fate());
            boolean letter = !one.decoded();
            if (its != null && one.decoded() && NeverTaken.is(its)) {
                its = failure(context.writer()
                        .reject(NeverTaken.letter(
                                settings.topic(), one.item().bytes(), contentType, source, one.position(), its)));
                letter = true;
            }
            letters += letter ? 1 : 0;
            failure = its == null ? failure : its;
        }
        if (failure != null) {
            throw PollException.notAcknowledged(failure);
        }
        sent.increment(all.size() - letters);
        undecodable.increment(letters);
    }

    private static @Nullable Throwable failure(CompletableFuture<Acknowledged> fate) throws InterruptedException {
        try {
            Acknowledged unused = fate.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    private Written write(Item item, String position) {
        Object value;
        try {
            value = format().decode(settings.codec(), item.bytes());
        } catch (DecodeException e) {
            return new Written(
                    item,
                    position,
                    false,
                    context.writer()
                            .reject(new Undecodable(settings.topic(), item.bytes(), contentType, source, position, e)));
        }
        byte @Nullable [] key = item.key().isPresent() ? item.key().get().getBytes(UTF_8) : null;
        return new Written(
                item,
                position,
                true,
                context.writer()
                        .write(new SourceRecord(
                                settings.topic(), value, key, null, null, new RecordHeaders(), source, position)));
    }
}
