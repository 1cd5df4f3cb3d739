package dev.brine.consumer.internal.handling;

import dev.brine.consumer.DeduplicationStore;
import dev.brine.consumer.Message;
import dev.brine.consumer.SkipException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known to be done, by the ids of messages. Safe for use by many threads. */
public final class Duplicates<K, V> {

    static final String KNOWN = "a duplicate: its id was done before";

    private static final Logger log = LoggerFactory.getLogger(Duplicates.class);

    private final Function<? super Message<K, V>, @Nullable String> id;
    private final DeduplicationStore store;
    private final HandlingMeters meters;

    /** @param id of a message; null for one that is not looked at */
    public Duplicates(
            Function<? super Message<K, V>, @Nullable String> id, DeduplicationStore store, HandlingMeters meters) {
        this.id = id;
        this.store = store;
        this.meters = meters;
    }

    @Nullable
    String idOf(Message<K, V> message) {
        return id.apply(message);
    }

    /** Counts it if so. */
    boolean isDone(Message<K, V> message, String id) throws Exception {
        boolean known = store.contains(id);
        if (known) {
            meters.duplicate(message.topic());
        }
        return known;
    }

    SkipException skip() {
        return new SkipException(KNOWN);
    }

    /** The handler is done. A store that does not take it costs a duplicate one day, which is less than an attempt now. */
    void done(Message<K, V> message, String id) {
        try {
            store.add(id);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.atWarn()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("error", e.toString())
                    .log("the record is done, but the deduplication store did not take its id");
        }
    }
}
