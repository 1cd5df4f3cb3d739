package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.engine.WorkerMeters.TopicMeters;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes back what has ended: into the tracker, into the retry timers, or, of a lost assignment, nowhere. */
final class Finisher {

    private final Completions completions;
    private final RetryTimers timers;
    private final Consumer<Work> stopped;
    private final @Nullable Transactions transactions;
    private final @Nullable ParkingLot parking;
    private final Deque<Work> ordered = new ArrayDeque<>();

    /** @param stopped told of work whose handler wants the worker to end; it stays unfinished */
    Finisher(Completions completions, RetryTimers timers, Consumer<Work> stopped) {
        this(completions, timers, stopped, null, null);
    }

    /**
     * @param transactions take what has ended with what it led to; null where records are finished at once
     * @param parking of retry topics; null if there are none
     */
    Finisher(
            Completions completions,
            RetryTimers timers,
            Consumer<Work> stopped,
            @Nullable Transactions transactions,
            @Nullable ParkingLot parking) {
        this.completions = completions;
        this.timers = timers;
        this.stopped = stopped;
        this.transactions = transactions;
        this.parking = parking;
    }

    /** @return how many there were */
    int takeBack() {
        int parked = parking == null ? 0 : parking.takeBack(this::finish);
        if (transactions == null) {
            return parked + completions.drainTo(this::takeBack);
        }
        // What came first goes out first: the outputs of a lane have the order of its records.
        int count = completions.drainTo(ordered::push);
        while (!ordered.isEmpty()) {
            takeBack(ordered.pop());
        }
        return parked + count;
    }

    private void takeBack(Work work) {
        OwnedPartition owned = (OwnedPartition) work.assignment();
        TopicMeters topic = owned.meters();
        if (owned.forgotten()) {
            topic.stale().increment();
            if (transactions != null) {
                transactions.drop(work);
            }
            return;
        }
        switch (work.verdict()) {
            case DONE -> topic.done().increment();
            case SKIPPED -> topic.skipped().increment();
            case DEAD -> {
                topic.dead().increment();
                Attempts attempts = work.attempts();
                if (attempts != null) {
                    topic.deadLetter(attempts.stage());
                }
            }
            case RETRY -> {
                topic.retry().increment();
                timers.add(work);
                return;
            }
            case STOP -> {
                topic.stopped().increment();
                stopped.accept(work);
                return;
            }
            case PENDING, PARK, WAIT -> throw new IllegalStateException(work + " came back while it is on its way");
        }
        finish(owned, work);
        if (parking != null) {
            parking.ended(work);
        }
    }

    private void finish(OwnedPartition owned, Work work) {
        if (transactions == null) {
            owned.finished(work);
        } else {
            transactions.ended(owned, work);
        }
    }
}
