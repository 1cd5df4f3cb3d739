package dev.brine.consumer.internal.lanes;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What has ended, on its way back to the owner: a lock-free stack that many push to and the owner empties whole. Each
 * entry knows how many lie below, so whoever pushes can tell, without counting, when the owner wants to be woken. Runners
 * that serve many lanes together have a {@link Shelf} each, and push what lies there at once.
 */
public final class Completions {

    private final AtomicReference<@Nullable Work> top = new AtomicReference<>();
    private final Queue<Shelf> shelves = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile int threshold = Integer.MAX_VALUE;
    private volatile boolean urgent;
    private final Runnable wakeOwner;

    /** @param wakeOwner gets the owner out of its poll; called at most once for each {@link #arm} */
    public Completions(Runnable wakeOwner) {
        this.wakeOwner = wakeOwner;
    }

    /** Hands over finished work. Any thread; the work is the owner's from here on. */
    public void push(Work work, Verdict verdict) {
        work.concluded(verdict);
        added(add(work, work, 1), work.assignment());
    }

    /** A place for what a runner finishes of a bundle that it begins now. Runner. */
    Shelf shelf(Bundle bundle, long began) {
        Shelf shelf = new Shelf(bundle, began);
        shelves.add(shelf);
        return shelf;
    }

    /** Hands over what lies on a shelf, and takes it away. Runner. */
    void clear(Shelf shelf) {
        shelves.remove(shelf);
        Work work = shelf.takeAll();
        if (work != null) {
            added(add(work, shelf.bottom(), work.depth), work.assignment());
        }
    }

    /** Shelves in use. */
    Iterable<Shelf> shelves() {
        return shelves;
    }

    private void added(int depth, Assignment assignment) {
        // Nobody to wake, mostly: an owner that comes to wait looks for itself what is there.
        if (assignment.urgent() || (depth >= threshold && armed.get())) {
            wake();
        }
    }

    /** Hands over work and wakes the owner, whatever the threshold. Any thread. */
    public void pushAndWake(Work work, Verdict verdict) {
        work.concluded(verdict);
        add(work, work, 1);
        wake();
    }

    /** Gets the owner out of its poll, if it is in one. Any thread. */
    public void wake() {
        urgent = true;
        if (armed.compareAndSet(true, false)) {
            wakeOwner.run();
        }
    }

    /**
     * Says that the owner is about to wait and wants to be woken once so many entries are there. Owner thread.
     *
     * @return false if the owner must not wait, because that many are there or {@link #wake} was called
     */
    public boolean arm(int entries) {
        threshold = entries;
        armed.set(true);
        // Whoever pushed or called before this line may have found nothing armed: look again after arming.
        Work current = top.get();
        return !urgent && (current == null || current.depth < entries);
    }

    /** Says that the owner no longer waits. Owner thread. */
    public void disarm() {
        armed.set(false);
    }

    public boolean isEmpty() {
        return top.get() == null;
    }

    /** Takes everything there is, what came by one way newest first. Owner thread. @return how many */
    public int drainTo(Consumer<Work> receiver) {
        if (urgent) {
            urgent = false;
        }
        int count = pass(top.get() == null ? null : top.getAndSet(null), receiver);
        for (Shelf shelf : shelves) {
            count += pass(shelf.takeAll(), receiver);
        }
        return count;
    }

    private static int pass(@Nullable Work newest, Consumer<Work> receiver) {
        Work work = newest;
        int count = 0;
        while (work != null) {
            Work below = work.below;
            work.below = null;
            receiver.accept(work);
            work = below;
            count++;
        }
        return count;
    }

    /** Adds linked work, so many pieces. @return how many there are now */
    private int add(Work newest, Work oldest, int count) {
        while (true) {
            Work current = top.get();
            int depth = current == null ? count : current.depth + count;
            oldest.below = current;
            newest.depth = depth;
            if (top.compareAndSet(current, newest)) {
                return depth;
            }
        }
    }
}
