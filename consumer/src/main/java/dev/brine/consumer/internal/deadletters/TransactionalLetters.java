package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Refusals;
import dev.brine.consumer.internal.sending.TransactionalOutlet;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes dead letters what their records lead to, so that they go out in the transaction which finishes these. */
public final class TransactionalLetters implements DeadLetters {

    private final DeadLetterRecords records;
    private final TransactionalOutlet outlet;
    private final Refusals refusals;
    private final Consumer<Work> done;

    /** @param done told of each work that has its letter; on the thread that gave it up */
    public TransactionalLetters(DeadLetterRecords records, TransactionalOutlet outlet, Consumer<Work> done) {
        this.records = records;
        this.outlet = outlet;
        this.refusals = outlet.refusals();
        this.done = done;
    }

    @Override
    public void start() {}

    @Override
    public void accept(Work work) {
        Attempts attempts = work.attempts();
        if (attempts == null) {
            throw new IllegalStateException(work + " was given up without a reason");
        }
        outlet.pass(work, Outputs.of(records.deadLetter(work, attempts, refusals.letters(work) > 0)));
        done.accept(work);
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
