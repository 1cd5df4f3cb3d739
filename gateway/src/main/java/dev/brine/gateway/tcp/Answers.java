package dev.brine.gateway.tcp;

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
 * that reads; answers come from any thread, and none of them waits for the client to read.
 */
final class Answers {

    private static final int MOST_TOGETHER = 64;

    /** One frame's. */
    static final class Place {

        private @Nullable ByteBuffer answer;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place> places = new ArrayDeque<>();
    private final EndPoint endPoint;
    private final Runnable moved;
    private final Flusher flusher = new Flusher();
    private boolean broken;

    /** @param moved called whenever answers have gone, or can no longer go; by any thread */
    Answers(EndPoint endPoint, Runnable moved) {
        this.endPoint = endPoint;
        this.moved = moved;
    }

    Place take() {
        Place place = new Place();
        lock.lock();
        try {
            places.add(place);
        } finally {
            lock.unlock();
        }
        return place;
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
                endPoint.write(this, out);
            }
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            lock.lock();
            try {
                for (int i = 0; i < going; i++) {
                    places.remove();
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
