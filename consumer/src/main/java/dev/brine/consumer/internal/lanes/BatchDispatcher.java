package dev.brine.consumer.internal.lanes;

import dev.brine.consumer.internal.lanes.BatchProcessor.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs lanes in batches. Ready lanes wait, undecoded and without a thread, until they hold enough records for a batch
 * or the first of them has waited long enough; then one runner takes them, decodes, and calls the handler. The cap counts batches.
 *
 * <p>A lane is held by its batch, so no key is in two of them. A lane whose front record has failed before is served
 * alone and at once. Who holds {@code starting} gathers: two runners that share the ready lanes would halve every batch.
 */
final class BatchDispatcher extends Dispatcher {

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Lane> alone = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean timed = new AtomicBoolean();
    private final BatchProcessor processor;
    private final Timekeeper time;
    private final int maxRecords;
    private final long maxWait;

    /** A lane and since when it has been ready, in {@code System.nanoTime}. */
    private record Waiting(Lane lane, long since) {}

    /** Records of lanes, one lane's behind the other's. */
    private record Batch(List<Lane> lanes, List<Integer> ends, List<Work> works) {}

    /** Lanes to be served together. */
    private record Gathered(List<Lane> lanes, Trigger trigger) {}

    BatchDispatcher(
            int cap,
            BatchProcessor processor,
            Completions completions,
            Consumer<Work> deadLetters,
            Threads threads,
            Consumer<Throwable> fault) {
        super(cap, processor, completions, deadLetters, threads, false, fault);
        this.processor = processor;
        this.time = processor.timekeeper();
        this.maxRecords = processor.maxRecords();
        this.maxWait = processor.maxWaitNanos();
    }

    @Override
    public void add(Lane lane) {
        Attempts failures = lane.front().attempts();
        if (failures != null && failures.count() > 0) {
            alone.add(lane);
            return;
        }
        waiting.add(new Waiting(lane, System.nanoTime()));
        setTimer(maxWait);
    }

    @Override
    public void add(Assignment assignment, @Nullable Lane[] lanes, int count) {
        for (int i = 0; i < count; i++) {
            Lane lane = lanes[i];
            if (lane != null) {
                add(lane);
            }
        }
    }

    /** Looks again: records may have come for lanes that wait already. */
    @Override
    public void nudge() {
        start();
    }

    @Override
    public boolean hasReady() {
        return due();
    }

    @Override
    boolean due() {
        if (!alone.isEmpty()) {
            return true;
        }
        Waiting first = waiting.peek();
        return first != null && (System.nanoTime() - first.since >= maxWait || enough());
    }

    private boolean enough() {
        int records = 0;
        for (Waiting next : waiting) {
            records += next.lane.waiting();
            if (records >= maxRecords) {
                return true;
            }
        }
        return false;
    }

    /** Wakes somebody when the first lane has waited long enough, unless that is arranged already. */
    private void setTimer(long nanos) {
        if (maxWait > 0 && timed.compareAndSet(false, true)) {
            time.after(nanos, this::timeIsUp);
        }
    }

    private void timeIsUp() {
        timed.set(false);
        Waiting first = waiting.peek();
        long left = first == null ? 0 : first.since + maxWait - System.nanoTime();
        // What is over its time already needs no timer. The start comes after the look, so that it sees as due what
        // the look has seen as due.
        if (left > 0) {
            setTimer(left);
        }
        start();
    }

    /** Holds a permit and {@code starting}. */
    @Override
    void serveReady() {
        while (true) {
            Gathered gathered;
            try {
                gathered = gather();
            } finally {
                starting.set(false);
            }
            if (gathered == null) {
                break;
            }
            start();
            serve(gathered);
            if (!due() || !starting.compareAndSet(false, true)) {
                break;
            }
        }
        permits.release();
        // A lane that came after the last look may have counted on this runner.
        start();
    }

    private @Nullable Gathered gather() {
        Lane failedBefore = alone.poll();
        if (failedBefore != null) {
            return new Gathered(List.of(failedBefore), Trigger.ALONE);
        }
        if (!due()) {
            return null;
        }
        List<Lane> lanes = new ArrayList<>();
        int records = 0;
        while (records < maxRecords) {
            Waiting next = waiting.poll();
            if (next == null) {
                break;
            }
            lanes.add(next.lane);
            records += next.lane.waiting();
        }
        Waiting left = waiting.peek();
        if (left != null) {
            setTimer(Math.max(0, left.since + maxWait - System.nanoTime()));
        }
        return new Gathered(lanes, records >= maxRecords ? Trigger.FULL : Trigger.WAITED);
    }

    private void serve(Gathered gathered) {
        Batch batch = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Lane lane : gathered.lanes) {
            if (batch.works.size() < maxRecords) {
                take(lane, gathered.trigger == Trigger.ALONE ? 1 : maxRecords, batch);
            } else {
                // More came for the lanes before it than were there when they were counted.
                add(lane);
            }
        }
        if (batch.works.isEmpty()) {
            return;
        }
        BatchProcessor.Answers answers = processor.handle(batch.works, gathered.trigger);
        int from = 0;
        for (int i = 0; i < batch.lanes.size(); i++) {
            int to = batch.ends.get(i);
            conclude(batch.lanes.get(i), batch.works, from, to, answers);
            from = to;
        }
        served();
    }

    /** Puts records of a lane into a batch that has room. The lane is held until they are concluded. */
    private void take(Lane lane, int most, Batch batch) {
        Assignment assignment = lane.assignment();
        assignment.enter();
        if (assignment.closed()) {
            // Nobody holds it any more, nothing of it is handed out again.
            assignment.leave();
            return;
        }
        Work work = lane.front();
        int taken = 0;
        while (true) {
            Verdict unfit = processor.prepare(work);
            if (unfit != null) {
                if (taken == 0) {
                    suspend(work, unfit);
                    return;
                }
                // It has its turn when those before it are finished.
                break;
            }
            batch.works.add(work);
            taken++;
            if (taken == most || batch.works.size() == maxRecords || !lane.hasMoreThan(taken)) {
                break;
            }
            work = lane.after(work);
        }
        batch.lanes.add(lane);
        batch.ends.add(batch.works.size());
    }

    private void conclude(Lane lane, List<Work> works, int from, int to, BatchProcessor.Answers answers) {
        Assignment assignment = lane.assignment();
        for (int i = from; i < to; i++) {
            Work work = works.get(i);
            Verdict verdict = answers.verdict(i);
            if (verdict != Verdict.DONE && verdict != Verdict.SKIPPED) {
                lane.stayAt(work, i - from);
                answers.setAside(i + 1, to);
                suspend(work, verdict);
                return;
            }
            completions.push(work, verdict);
            if (i + 1 < to) {
                Work next = lane.behind(work);
                if (next != works.get(i + 1)) {
                    throw new IllegalStateException(next + " came behind " + work + " while a batch held their lane");
                }
            }
        }
        if (lane.release(to - from, works.get(to - 1))) {
            add(lane);
        }
        assignment.leave();
    }
}
