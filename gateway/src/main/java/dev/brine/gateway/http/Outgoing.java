package dev.brine.gateway.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What clients have not taken yet of their answers: the memory that it may have, and the time. Without it, clients that ask
 * for much and read little would have the heap to themselves.
 */
final class Outgoing {

    // What is shorter goes into the socket's own buffer.
    private static final int SMALL = 16 << 10;
    private static final Duration START = Duration.ofSeconds(10);
    private static final long SLOWEST_BYTES_PER_MILLI = 64;

    private final ByteBudget budget;
    private final Duration start;
    private final long slowest;

    /** @param most bytes of answers that are on their way at once */
    Outgoing(long most) {
        this(most, START, SLOWEST_BYTES_PER_MILLI);
    }

    /**
     * @param start what any answer may take
     * @param slowest bytes a millisecond that it must be taken with
     */
    Outgoing(long most, Duration start, long slowest) {
        this.budget = new ByteBudget(most);
        this.start = start;
        this.slowest = slowest;
    }

    /** Takes room for an answer until its delivery is over; false if there is none. */
    boolean take(Answer answer) {
        long bytes = counted(answer);
        return bytes == 0 || budget.tryReserve(bytes);
    }

    /** The delivery of an answer for which there is room. */
    Delivery delivery(Answer answer, EndPoint end, Scheduler scheduler, Callback then) {
        return new Delivery(counted(answer), answer.body().length, end, scheduler, then);
    }

    private static long counted(Answer answer) {
        return answer.shared() || answer.body().length <= SMALL ? 0 : answer.body().length;
    }

    /** One answer on its way. */
    final class Delivery implements Callback {

        private final long counted;
        private final int length;
        private final EndPoint end;
        private final Scheduler scheduler;
        private final Callback then;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Scheduler.@Nullable Task late;

        Delivery(long counted, int length, EndPoint end, Scheduler scheduler, Callback then) {
            this.counted = counted;
            this.length = length;
            this.end = end;
            this.scheduler = scheduler;
            this.then = then;
        }

        /** To be called when the writing has begun: what the socket has taken at once needs no deadline. */
        void begun() {
            if (over.get()) {
                return;
            }
            long most = start.toMillis() + length / slowest;
            late = scheduler.schedule(
                    () -> end.close(new TimeoutException("the answer was not taken within " + most + " ms")),
                    most,
                    TimeUnit.MILLISECONDS);
            if (over.get()) {
                cancel();
            }
        }

        @Override
        public void succeeded() {
            end();
            then.succeeded();
        }

        @Override
        public void failed(Throwable cause) {
            end();
            then.failed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return then.getInvocationType();
        }

        private void end() {
            if (over.compareAndSet(false, true)) {
                budget.release(counted);
                cancel();
            }
        }

        private void cancel() {
            Scheduler.Task task = late;
            if (task != null) {
                task.cancel();
            }
        }
    }
}
