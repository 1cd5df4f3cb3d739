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
 * <p>Lanes that become ready together come as a {@link Bundle}. A runner serves it whole while handlers are quick, so that
 * most of what a hand-over costs is paid once for many keys; while they are not, it takes one lane and leaves the
 * others. If a quick handler turns slow in the middle, the owner gives what it has not begun to others (see {@link #nudge}).
 *
 * <p>A permit is held by a runner, and passed on to the stage when an asynchronous handler answers later.
 */
public class Dispatcher {

    /** How long a runner is left alone with what it has not begun: many times what it is meant to take. */
    private static final long STANDS_NANOS = 2_000_000;

    /** Fewer records than these in a slice are not worth a bundle: handlers are slow, or not known yet. */
    private static final int QUICK = 8;

    private final Queue<Ready> ready = new ConcurrentLinkedQueue<>();

    /** Whether a runner is on its way to the ready lanes. */
    final AtomicBoolean starting = new AtomicBoolean();

    final Permits permits;
    final Completions completions;
    private final Pace pace = new Pace();
    private final Processor processor;
    private final boolean together;
    private final Consumer<Work> leaving;
    private final Threads threads;
    private final int processors = Runtime.getRuntime().availableProcessors();

    private final Consumer<Throwable> fault;
    private final LongAdder slices = new LongAdder();
    private long slicesAtNudge;

    /**
     * @param leaving takes work for the dead-letter topic, for the retry topic, or to keep until it may be attempted, by its
     *     verdict; calls {@link #deadLetterAcknowledged}, {@link #parkAcknowledged}, {@link #abandon}, or {@link #add} with
     *     its lane, in the end
     * @param fault told of what must not happen: a failure outside of handlers
     */
    public Dispatcher(
            int cap,
            Processor processor,
            Completions completions,
            Consumer<Work> leaving,
            Threads threads,
            Consumer<Throwable> fault) {
        this(cap, processor, completions, leaving, threads, true, fault);
    }

    /** @param together whether the owner may learn of a lane's later record before an earlier one */
    Dispatcher(
            int cap,
            Processor processor,
            Completions completions,
            Consumer<Work> leaving,
            Threads threads,
            boolean together,
            Consumer<Throwable> fault) {
        this.together = together;
        this.permits = new Permits(cap);
        this.processor = processor;
        this.completions = completions;
        this.leaving = leaving;
        this.threads = threads;
        this.fault = fault;
    }

    /**
     * The kind of dispatcher that a processor wants.
     *
     * @param together whether the owner may learn of a lane's later record before an earlier one
     */
    public static Dispatcher of(
            int cap,
            Processor processor,
            Completions completions,
            Consumer<Work> deadLetters,
            Threads threads,
            boolean together,
            Consumer<Throwable> fault) {
        return processor instanceof BatchProcessor batches
                ? new BatchDispatcher(cap, batches, completions, deadLetters, threads, fault)
                : new Dispatcher(cap, processor, completions, deadLetters, threads, together, fault);
    }

    /** Makes a lane ready; {@link #start} or a running runner will take it. Any thread that holds the lane. */
    public void add(Lane lane) {
        ready.add(lane);
    }

    /** Makes the first lanes of an array ready, all of one assignment. Owner thread. */
    public void add(Assignment assignment, @Nullable Lane[] lanes, int count) {
        ready.add(new Bundle(assignment, lanes, count));
    }

    /** Sees to it that ready lanes are taken. Any thread. */
    public void start() {
        start(false);
    }

    /**
     * Sees to it that handlers which were quick and have become slow hold up nobody: takes from runners that stand what they have not
     * begun, and starts another runner if lanes are ready and nothing has moved since the last call. Owner thread, now and
     * then.
     */
    public void nudge() {
        boolean relieved = false;
        for (Shelf shelf : completions.shelves()) {
            if (shelf.stands(System.nanoTime(), STANDS_NANOS)) {
                for (Lane lane = shelf.relieve(); lane != null; lane = shelf.relieve()) {
                    ready.add(lane);
                    relieved = true;
                }
            }
        }
        long now = slices.sum();
        if (relieved || now == slicesAtNudge) {
            start(true);
        }
        slicesAtNudge = now;
    }

    /** Handlers running and stages pending; where records come in batches, batches in handlers. */
    public int inHandlers() {
        return permits.taken();
    }

    /** Whether {@link #nudge} may have something to do. */
    public boolean hasReady() {
        return !ready.isEmpty() || completions.shelves().iterator().hasNext();
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
            Ready next = ready.poll();
            if (next == null) {
                permits.release();
                // A lane that came after the poll may have counted on this runner.
                start();
                return;
            }
            boolean permitPassedOn = next instanceof Bundle bundle ? serve(bundle) : serveOne((Lane) next);
            if (permitPassedOn && !permits.tryAcquire()) {
                return;
            }
        }
    }

    /** @return whether the permit has been passed on to a stage */
    private boolean serve(Bundle bundle) {
        int budget = pace.slice();
        int left = bundle.left();
        // What does not fit into the slice is left to whoever comes next.
        if (together && left > 1 && budget >= QUICK && left <= 2 * budget) {
            return serveTogether(bundle, budget);
        }
        Lane lane = bundle.take();
        if (bundle.left() > 0) {
            ready.add(bundle);
        }
        return lane != null && serveOne(lane);
    }

    /**
     * Works on the lanes of a bundle until so many records are served, and hands over all together.
     *
     * @return whether the permit has been passed on to a stage
     */
    private boolean serveTogether(Bundle bundle, int budget) {
        start();
        Assignment assignment = bundle.assignment();
        assignment.enter();
        long began = System.nanoTime();
        Shelf shelf = completions.shelf(bundle, began);
        int left = budget;
        boolean passedOn = false;
        Lane lane = bundle.take();
        // A lane of a closed assignment is dropped: nobody holds it any more, nothing of it is handed out again.
        while (lane != null && !assignment.closed()) {
            Work work = lane.front();
            int there = lane.waiting();
            int owed = 0;
            while (true) {
                Verdict verdict = processor.attempt(work);
                if (verdict != Verdict.DONE && verdict != Verdict.SKIPPED) {
                    lane.stayAt(work, owed);
                    // The record leaves by itself.
                    assignment.enter();
                    passedOn = suspend(work, verdict);
                    break;
                }
                shelf.put(work, verdict);
                owed++;
                left--;
                if (owed == there) {
                    // The owner writes this number for every record that it adds: looked at only when it matters.
                    there = lane.waiting();
                }
                if (left <= 0 || owed == there) {
                    if (!lane.release(owed, work)) {
                        break;
                    }
                    if (left <= 0) {
                        ready.add(lane);
                        break;
                    }
                    owed = 0;
                    there = lane.waiting();
                    work = lane.front();
                } else {
                    work = lane.behind(work);
                }
                if (assignment.closed()) {
                    break;
                }
            }
            lane = passedOn || left <= 0 ? null : bundle.take();
        }
        completions.clear(shelf);
        if (bundle.left() > 0) {
            ready.add(bundle);
        }
        if (left < budget) {
            pace.served(budget - left, System.nanoTime() - began);
        }
        slices.increment();
        assignment.leave();
        return passedOn;
    }

    /** Works on a lane for a slice. @return whether the permit has been passed on to a stage */
    private boolean serveOne(Lane lane) {
        start();
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
            case WAIT -> {
                // Whoever takes it may let the lane go on at once, so the assignment must be counted out by name.
                Assignment assignment = work.assignment();
                work.concluded(Verdict.WAIT);
                leaving.accept(work);
                assignment.leave();
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
