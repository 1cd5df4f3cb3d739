package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Refusals;
import dev.brine.consumer.internal.sending.TransactionalOutlet;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes dead letters what their records lead to, so that they go out in the transaction which finishes these. */
public final class TransactionalLetters implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(TransactionalLetters.class);

    private final DeadLetterRecords records;
    private final TransactionalOutlet outlet;
    private final Refusals refusals;
    private final Consumer<Work> done;
    private final Consumer<Work> later;

    /**
     * @param done told of each work that has its letter; on the thread that gave it up
     * @param later told of each work whose letter cannot be sent now; its attempts say when to try again
     */
    public TransactionalLetters(
            DeadLetterRecords records, TransactionalOutlet outlet, Consumer<Work> done, Consumer<Work> later) {
        this.records = records;
        this.outlet = outlet;
        this.refusals = outlet.refusals();
        this.done = done;
        this.later = later;
    }

    @Override
    public void start() {}

    @Override
    public void accept(Work work) {
        Attempts attempts = work.attempts();
        if (attempts == null) {
            throw new IllegalStateException(work + " was given up without a reason");
        }
        ProducerRecord<byte[], byte[]> letter = letter(work, attempts, refusals.letters(work) > 0);
        if (letter == null) {
            // Less would be sent by now if that helped.
            refusals.letter(work);
            refusals.letter(work);
            refusals.remindAnew(work);
            later.accept(work);
        } else {
            outlet.pass(work, Outputs.of(letter));
            done.accept(work);
        }
    }

    /** The letter, or one with less; null if its topic takes neither. */
    private @Nullable ProducerRecord<byte[], byte[]> letter(Work work, Attempts attempts, boolean brief) {
        ProducerRecord<byte[], byte[]> letter = records.deadLetter(work, attempts, brief);
        try {
            if (outlet.fits(letter)) {
                return letter;
            }
        } catch (SendFailedException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("dead letter cannot be sent now");
            return null;
        }
        return brief ? null : letter(work, attempts, true);
    }

    @Override
    public int pending() {
        return refusals.stuckLetters();
    }

    @Override
    public @Nullable String trouble(Duration patience) {
        int stuck = refusals.stuckLetters();
        return stuck == 0 ? null : stuck + " dead letters were refused by their topic, they are tried again";
    }

    @Override
    public void close() {}
}
