package dev.brine.consumer.internal.retry;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Work;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A parked record on its way: to the handler once more, or to the log once more. To whoever looks at its record it is
 * the one of the source; its assignment and its ticket are those of the log.
 */
public final class ParkedWork extends Work {

    private final ParkedEntry<Payload> entry;

    /**
     * What is kept of a parked record.
     *
     * @param attempts its failures so far; null if there were none
     */
    public record Payload(
            ConsumerRecord<ByteBuffer, ByteBuffer> record,
            @Nullable Attempts attempts) {}

    public ParkedWork(Lane lane, ParkedEntry<Payload> entry) {
        super(lane, entry.ticket(), entry.payload().record());
        this.entry = entry;
        delaysPassed(entry.tier());
        Attempts attempts = entry.payload().attempts();
        if (attempts != null) {
            failed(attempts);
        }
    }

    public ParkedEntry<Payload> entry() {
        return entry;
    }
}
