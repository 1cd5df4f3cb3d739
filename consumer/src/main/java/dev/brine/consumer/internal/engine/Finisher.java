package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.engine.WorkerMeters.TopicMeters;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Work;
import java.util.function.Consumer;

/** Takes back what has ended: into the tracker, into the retry timers, or, of a lost assignment, nowhere. */
final class Finisher {

    private final Completions completions;
    private final RetryTimers timers;
    private final Consumer<Work> stopped;

    /** @param stopped told of work whose handler wants the worker to end; it stays unfinished */
    Finisher(Completions completions, RetryTimers timers, Consumer<Work> stopped) {
        this.completions = completions;
        this.timers = timers;
        this.stopped = stopped;
    }

    /** @return how many there were */
    int takeBack() {
        return completions.drainTo(this::takeBack);
    }

    private void takeBack(Work work) {
        OwnedPartition owned = (OwnedPartition) work.assignment();
        TopicMeters topic = owned.meters();
        if (owned.forgotten()) {
            topic.stale().increment();
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
            case PENDING -> throw new IllegalStateException(work + " came back while it is pending");
        }
        owned.finished(work);
    }
}
