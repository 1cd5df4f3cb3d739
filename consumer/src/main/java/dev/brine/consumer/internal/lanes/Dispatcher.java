package dev.brine.consumer.internal.lanes;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs lanes, and caps how many records are in handlers at once. Safe for use by many threads.
 *
 * <p>Ready lanes stand in a queue. A runner takes one, serves a slice of it, takes the next, and ends when there is none.
 * A new runner is started while lanes are ready, the cap allows it, and no other start is on its way. On virtual
 * threads this alone makes the number right: a started runner gets a processor only when the others block or
 * end, so quick handlers are served by as many runners as there are processors, blocking ones by as many as the cap
 * allows. On a pool, whose threads take turns by force, quick handlers get no more runners than processors.
 *
 * <p>A permit is held by a runner, and passed on to the stage when an asynchronous handler answers later.
 */
public class Dispatcher {

    private final Queue<Lane> ready = new ConcurrentLinkedQueue<>();

    /** Whether a runner is on its way to the ready lanes. */
    final AtomicBoolean starting = new AtomicBoolean();

    final Permits permits;
    final Completions completions;
    private final Pace pace = new Pace();
    private final Processor processor;
    private final Consumer<Work> leaving;
    private final Threads threads;
    private final int processors = Runtime.getRuntime().availableProcessors();

    private final Consumer<Throwable> fault;
    private final LongAdder slices = new LongAdder();
    private long slicesAtNudge;

    /**
     * @param leaving takes work for the dead-letter topic or the retry topic, by its verdict; calls {@link
     *     #deadLetterAcknowledged}, {@link #parkAcknowledged} or {@link #abandon} in the end
     * @param fault told of what must not happen: a failure outside of handlers
     */
    public Dispatcher(
            int cap,
            Processor processor,
            Completions completions,
            Consumer<Work> leaving,
            Threads threads,
            Consumer<Throwable> fault) {
        this.permits = new Permits(cap);
        this.processor = processor;
        this.completions = completions;
        this.leaving = leaving;
        this.threads = threads;
        this.fault = fault;
    }

    /** The kind of dispatcher that a processor wants. */
    public static Dispatcher of(
            int cap,
            Processor processor,
            Completions completions,
            Consumer<Work> deadLetters,
            Threads threads,
            Consumer<Throwable> fault) {
        return processor instanceof BatchProcessor batches
                ? new BatchDispatcher(cap, batches, completions, deadLetters, threads, fault)
                : new Dispatcher(cap, processor, completions, deadLetters, threads, fault);
    }

    /** Makes a lane ready; {@link #start} or a running runner will take it. Any thread that holds the lane. */
    public void add(Lane lane) {
        ready.add(lane);
    }

    /** Sees to it that ready lanes are taken. Any thread. */
    public void start() {
        start(false);
    }

    /**
     * Starts a runner if lanes are ready and nothing has moved since the last call: quick handlers may have become slow
     * while every runner that was thought enough is in one. Owner thread, now and then.
     */
    public void nudge() {
        long now = slices.sum();
        if (now == slicesAtNudge) {
            start(true);
        }
        slicesAtNudge = now;
    }

    /** Handlers running and stages pending; where records come in batches, batches in handlers. */
    public int inHandlers() {
        return permits.taken();
    }

    public boolean hasReady() {
        return !ready.isEmpty();
    }

    /** A dead letter is in its topic: its record is finished, its lane goes on. The publisher's thread. */
    public void deadLetterAcknowledged(Work work) {
        completions.push(work, Verdict.DEAD);
        goOn(work);
        work.assignment().leave();
        start();
    }

    /** A retry topic has the record, and its owner knows: its lane goes on. The publisher's thread. */
    public void parkAcknowledged(Work work) {
        goOn(work);
        work.assignment().leave();
        start();
    }

    /** The publisher lets go of work whose assignment is closed. */
    public void abandon(Work work) {
        work.assignment().leave();
    }

    /** Whether there is something that a runner should begin with now. */
    boolean due() {
        return !ready.isEmpty();
    }

    private void start(boolean insist) {
        while (due()) {
            if (!insist && !threads.light() && pace.quick() && permits.taken() >= processors) {
                return;
            }
            if (!starting.compareAndSet(false, true)) {
                return;
            }
            if (permits.tryAcquire()) {
                threads.start(this::run);
                return;
            }
            starting.set(false);
            // A permit that came back in between saw a start on its way and left the lanes to it: look again.
            if (!permits.available()) {
                return;
            }
        }
    }

    private void run() {
        try {
            serveReady();
        } catch (Throwable t) {
            permits.release();
            fault.accept(t);
        }
    }

    /** Serves what is due until nothing is. Called with a permit, which it gives back, and with {@code starting} set. */
    void serveReady() {
        starting.set(false);
        while (true) {
            Lane lane = ready.poll();
            if (lane == null) {
                permits.release();
                // A lane that came after the poll may have counted on this runner.
                start();
                return;
            }
            start();
            boolean permitPassedOn = serve(lane);
            if (permitPassedOn && !permits.tryAcquire()) {
                return;
            }
        }
    }

    /** Works on a lane for a slice. @return whether the permit has been passed on to a stage */
    private boolean serve(Lane lane) {
        Assignment assignment = lane.assignment();
        assignment.enter();
        Work work = lane.front();
        int budget = pace.slice();
        int served = 0;
        int owed = 0;
        long began = System.nanoTime();
        // A lane of a closed assignment is dropped: nobody holds it any more, nothing of it is handed out again.
        while (!assignment.closed()) {
            Verdict verdict = processor.attempt(work);
            if (verdict != Verdict.DONE && verdict != Verdict.SKIPPED) {
                lane.stayAt(work, owed);
                return suspend(work, verdict);
            }
            completions.push(work, verdict);
            served++;
            owed++;
            if (served == budget || !lane.hasMoreThan(owed)) {
                if (!lane.release(owed, work)) {
                    break;
                }
                if (served >= budget) {
                    ready.add(lane);
                    break;
                }
                owed = 0;
                work = lane.front();
            } else {
                work = lane.behind(work);
            }
        }
        if (served > 0) {
            pace.served(served, System.nanoTime() - began);
            slices.increment();
        }
        assignment.leave();
        return false;
    }

    /** The front record has to wait. The lane must not be touched any more: whoever ends the wait may have it by now. */
    final boolean suspend(Work work, Verdict verdict) {
        slices.increment();
        switch (verdict) {
            case RETRY, STOP -> {
                work.detach();
                completions.pushAndWake(work, verdict);
                work.assignment().leave();
            }
            case DEAD -> {
                work.concluded(Verdict.DEAD);
                leaving.accept(work);
            }
            case PARK -> {
                work.detach();
                work.concluded(Verdict.PARK);
                leaving.accept(work);
            }
            case PENDING -> {
                CompletionStage<?> stage = work.stage();
                if (stage == null) {
                    throw new IllegalStateException(work + " is pending without a stage");
                }
                work.pending(null);
                stage.whenComplete((ignored, failure) -> settled(work, failure));
                return true;
            }
            default -> throw new IllegalStateException(verdict + " does not wait");
        }
        return false;
    }

    /** A stage has ended, on whatever thread. */
    private void settled(Work work, @Nullable Throwable failure) {
        try {
            Verdict verdict = processor.settle(work, failure);
            if (verdict == Verdict.DONE || verdict == Verdict.SKIPPED) {
                completions.push(work, verdict);
                goOn(work);
                work.assignment().leave();
            } else {
                suspend(work, verdict);
            }
        } catch (Throwable t) {
            fault.accept(t);
        } finally {
            permits.release();
            start();
        }
    }

    /** The front record that was waited for is finished. */
    private void goOn(Work finished) {
        Lane lane = finished.lane();
        if (lane.release(1, finished)) {
            add(lane);
        }
    }

    /** Takes note that something was served, for {@link #nudge}. */
    final void served() {
        slices.increment();
    }
}
