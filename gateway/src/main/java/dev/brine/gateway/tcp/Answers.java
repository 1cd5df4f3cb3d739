package dev.brine.gateway.tcp;

import dev.brine.gateway.http.ByteBudget;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one connection, in the order of its frames however they become ready. Places are taken by the thread
 * that reads; answers come from any thread, and none of them waits for the client to read. A client that takes nothing for
 * too long is told of.
 */
final class Answers {

    private static final int MOST_TOGETHER = 64;

    /** One frame's. */
    static final class Place {

        private final int weight;
        private @Nullable ByteBuffer answer;

        Place(int weight) {
            this.weight = weight;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> places = new ArrayDeque<>();
    private final EndPoint endPoint;
    private final Runnable moved;
    private final Flusher flusher = new Flusher();
    private final ByteBudget budget;
    private final Patience patience;
    private int held;
    private boolean ended;
    private boolean broken;

    /**
     * @param budget what the weights of all connections may come to
     * @param moved called whenever answers have gone, or can no longer go; by any thread
     */
    Answers(EndPoint endPoint, ByteBudget budget, Patience patience, Runnable moved) {
        this.endPoint = endPoint;
        this.budget = budget;
        this.patience = patience;
        this.moved = moved;
    }

    /**
     * Takes a place for an answer that will be about so long.
     *
     * @return null if there is no room for it in the memory of all connections
     */
    @Nullable
    Place take(int weight) {
        lock.lock();
        try {
            if (!ended && !budget.tryReserve(weight)) {
                return null;
            }
            Place place = new Place(ended ? 0 : weight);
            held += place.weight;
            places.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the last place back. */
    void giveBack(Place place) {
        lock.lock();
        try {
            if (places.removeLastOccurrence(place)) {
                release(place.weight);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The weight of all that has not gone yet. */
    int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing goes any more, and nothing is held. */
    void end() {
        lock.lock();
        try {
            ended = true;
            budget.release(held);
            held = 0;
        } finally {
            lock.unlock();
        }
        patience.end();
    }

    // Under the lock.
    private void release(int weight) {
        if (!ended) {
            held -= weight;
            budget.release(weight);
        }
    }

    /** @param answer with its framing; of no bytes if the client gets none */
    void give(Place place, ByteBuffer answer) {
        lock.lock();
        try {
            place.answer = answer;
        } finally {
            lock.unlock();
        }
        flusher.iterate();
    }

    /** Frames whose answers have not gone yet. */
    int open() {
        lock.lock();
        try {
            return places.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether answers can go no more. */
    boolean broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    private final class Flusher extends IteratingCallback {

        private int going;

        @Override
        protected Action process() {
            ByteBuffer[] ready = new ByteBuffer[MOST_TOGETHER];
            int count = 0;
            boolean silent = false;
            lock.lock();
            try {
                for (Place place : places) {
                    ByteBuffer answer = place.answer;
                    if (answer == null || count == MOST_TOGETHER) {
                        break;
                    }
                    silent |= !answer.hasRemaining();
                    ready[count++] = answer;
                }
                going = count;
            } finally {
                lock.unlock();
            }
            if (count == 0) {
                return Action.IDLE;
            }
            ByteBuffer[] out = Arrays.copyOf(ready, count);
            if (silent && Arrays.stream(out).noneMatch(ByteBuffer::hasRemaining)) {
                succeeded();
            } else {
                patience.begin();
                endPoint.write(this, out);
            }
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            patience.over();
            lock.lock();
            try {
                for (int i = 0; i < going; i++) {
                    release(places.remove().weight);
                }
            } finally {
                lock.unlock();
            }
            moved.run();
        }

        @Override
        protected void onFailure(Throwable cause) {
            lock.lock();
            try {
                broken = true;
            } finally {
                lock.unlock();
            }
            moved.run();
        }
    }
}
