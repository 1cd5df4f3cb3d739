package dev.brine.consumer.internal.handling;

import dev.brine.consumer.Finished;
import dev.brine.consumer.Finished.Outcome;
import dev.brine.consumer.Message;
import dev.brine.consumer.OutcomeListener;
import dev.brine.consumer.RecordPosition;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Work;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of finished records. Safe for use by many threads. */
public final class Outcomes<K, V> {

    private static final Logger log = LoggerFactory.getLogger(Outcomes.class);

    private final List<OutcomeListener<K, V>> listeners = new CopyOnWriteArrayList<>();

    public void add(OutcomeListener<K, V> listener) {
        listeners.add(listener);
    }

    void done(Work work, Message<K, V> message) {
        if (!listeners.isEmpty()) {
            tell(work, message, Outcome.DONE, work.attempt(), null);
        }
    }

    void skipped(Work work, Message<K, V> message, Throwable cause) {
        if (!listeners.isEmpty()) {
            tell(work, message, Outcome.SKIPPED, work.attempt(), cause);
        }
    }

    /** Told when the dead letter is acknowledged. */
    public void dead(Work work) {
        Attempts attempts = work.attempts();
        if (listeners.isEmpty() || attempts == null) {
            return;
        }
        // Nothing but this class's own Message<K, V> is ever kept there.
        @SuppressWarnings("unchecked")
        Message<K, V> message = (Message<K, V>) attempts.message();
        tell(work, message, Outcome.DEAD, attempts.count(), attempts.cause());
    }

    private void tell(
            Work work, @Nullable Message<K, V> message, Outcome outcome, int attempts, @Nullable Throwable cause) {
        RecordPosition position = new RecordPosition(
                work.record().topic(), work.record().partition(), work.record().offset());
        Finished<K, V> finished = new Finished<>(position, message, outcome, attempts, cause);
        for (OutcomeListener<K, V> listener : listeners) {
            try {
                listener.finished(finished);
            } catch (RuntimeException e) {
                log.atWarn()
                        .addKeyValue("topic", position.topic())
                        .addKeyValue("partition", position.partition())
                        .addKeyValue("offset", position.offset())
                        .setCause(e)
                        .log("an outcome listener failed; the record's outcome stands");
            }
        }
    }
}
