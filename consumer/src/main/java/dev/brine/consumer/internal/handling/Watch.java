package dev.brine.consumer.internal.handling;

import dev.brine.consumer.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An attempt that has a time limit: a handler on its thread, or the stage that it answered with. */
abstract class Watch {

    final List<? extends Message<?, ?>> messages;

    /** In {@code System.nanoTime}. */
    final long deadline;

    Watch(List<? extends Message<?, ?>> messages, long deadline) {
        this.messages = messages;
        this.deadline = deadline;
    }

    /** The time is over. Timekeeper's thread. @return whether the attempt was still running */
    abstract boolean expire();

    /** Whether it is past its time and still holds its thread and its lanes. */
    abstract boolean overdue();

    /** The message of a partition, if it is one of those. */
    final @Nullable Message<?, ?> of(TopicPartition partition) {
        for (Message<?, ?> message : messages) {
            if (message.partition() == partition.partition() && message.topic().equals(partition.topic())) {
                return message;
            }
        }
        return null;
    }

    /** A handler that runs. Made by its thread. */
    static final class OfThread extends Watch {

        private static final int RUNNING = 0;
        private static final int ENDED = 1;
        private static final int INTERRUPTING = 2;
        private static final int INTERRUPTED = 3;

        private final Thread thread = Thread.currentThread();
        private final AtomicInteger state = new AtomicInteger(RUNNING);

        OfThread(List<? extends Message<?, ?>> messages, long deadline) {
            super(messages, deadline);
        }

        /** The handler has returned. Its thread. @return whether it was in time */
        boolean end() {
            if (state.compareAndSet(RUNNING, ENDED)) {
                return true;
            }
            // An interrupt that is on its way must not hit the next handler on this thread.
            while (state.get() == INTERRUPTING) {
                LockSupport.parkNanos(this, 1_000);
            }
            boolean ignored = Thread.interrupted();
            return false;
        }

        @Override
        boolean expire() {
            if (!state.compareAndSet(RUNNING, INTERRUPTING)) {
                return false;
            }
            thread.interrupt();
            state.set(INTERRUPTED);
            return true;
        }

        @Override
        boolean overdue() {
            return state.get() >= INTERRUPTING;
        }
    }

    /** A stage that is pending. */
    static final class OfStage extends Watch {

        /** What the worker waits for: the stage or the end of its time, whichever is first. */
        final CompletableFuture<@Nullable Object> first = new CompletableFuture<>();

        private final AttemptTimeout timeout;

        /** Makes the failure. */
        interface AttemptTimeout {
            Throwable make();
        }

        OfStage(List<? extends Message<?, ?>> messages, long deadline, AttemptTimeout timeout) {
            super(messages, deadline);
            this.timeout = timeout;
        }

        @Override
        boolean expire() {
            return !first.isDone() && first.completeExceptionally(timeout.make());
        }

        @Override
        boolean overdue() {
            return false;
        }
    }
}
