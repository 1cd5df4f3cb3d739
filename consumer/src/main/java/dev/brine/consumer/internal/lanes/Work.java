package dev.brine.consumer.internal.lanes;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way through the worker: its assignment (which is partition and epoch), its ticket in the tracker,
 * its lane. Belongs to one thread at a time; lane, completion stack and timers hand it over.
 */
public class Work {

    private final Lane lane;
    private final long ticket;
    private final int weight;
    private ConsumerRecord<ByteBuffer, ByteBuffer> record;

    /** The next in the lane. */
    @Nullable
    Work next;

    /** The next below in the completion stack, and how many there are with this one. */
    @Nullable
    Work below;

    int depth;

    /** See {@link #pass()}. Beside other ints, so that it takes no room. */
    private int pass;

    private @Nullable Verdict verdict;
    private @Nullable Seldom seldom;

    /** What most records never have; all the others would pay for its room. */
    private static final class Seldom {
        private @Nullable Attempts attempts;
        private @Nullable CompletionStage<?> stage;
        private @Nullable Object message;
        private @Nullable Runnable attempting;
        private @Nullable Outputs outputs;
        private @Nullable Park park;
        private int delaysPassed;
    }

    public Work(Lane lane, long ticket, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        this.lane = lane;
        this.ticket = ticket;
        this.record = record;
        this.weight = weightOf(record);
    }

    public Assignment assignment() {
        return lane.assignment();
    }

    public Lane lane() {
        return lane;
    }

    public long ticket() {
        return ticket;
    }

    public ConsumerRecord<ByteBuffer, ByteBuffer> record() {
        return record;
    }

    /** What it weighs while it waits, in bytes. */
    public int weight() {
        return weight;
    }

    /** Bytes of key and value, and what the objects around them cost. */
    public static int weightOf(ConsumerRecord<?, ?> record) {
        return 400 + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** How the last attempt ended; only to be asked once it has. */
    public Verdict verdict() {
        if (verdict == null) {
            throw new IllegalStateException(this + " has no verdict yet");
        }
        return verdict;
    }

    void concluded(Verdict verdict) {
        this.verdict = verdict;
    }

    /** What went wrong so far; null if nothing did. */
    public @Nullable Attempts attempts() {
        return seldom == null ? null : seldom.attempts;
    }

    /** Takes note of a failure, which ends the attempt. */
    public void failed(Attempts failures) {
        Seldom own = seldom();
        own.attempts = failures;
        Runnable end = own.attempting;
        own.attempting = null;
        if (end != null) {
            end.run();
        }
    }

    /** What it leads to, for the owner to send when it finishes the record. */
    public void outputs(@Nullable Outputs sent) {
        if (sent != null || seldom != null) {
            seldom().outputs = sent;
        }
    }

    /** Takes what it leads to out of it; null if that is nothing. */
    public @Nullable Outputs takeOutputs() {
        if (seldom == null) {
            return null;
        }
        Outputs taken = seldom.outputs;
        seldom.outputs = null;
        return taken;
    }

    /** Names what is to be told if the attempt that begins now fails, whoever ends it. */
    public void attempting(Runnable end) {
        seldom().attempting = end;
    }

    /** How it is to be parked; null if it is not. */
    public final @Nullable Park park() {
        return seldom == null ? null : seldom.park;
    }

    public final void park(Park how) {
        seldom().park = how;
    }

    /** How many delays of retry topics it has waited for, as far as is known. */
    public final int delaysPassed() {
        return seldom == null ? 0 : seldom.delaysPassed;
    }

    /** Takes note that it has waited for so many delays at least. */
    public final void delaysPassed(int atLeast) {
        if (atLeast > 0) {
            seldom().delaysPassed = Math.max(seldom().delaysPassed, atLeast);
        }
    }

    /**
     * With what it was allowed to be attempted: 0 if nobody had to, more than 0 if it still has to begin, less than 0 if it has
     * begun. Whoever has the lane.
     */
    public final int pass() {
        return pass;
    }

    public final void pass(int stamp) {
        pass = stamp;
    }

    /** Number of the attempt that is running or comes next, from 1. */
    public int attempt() {
        Attempts failures = attempts();
        return failures == null ? 1 : failures.count() + 1;
    }

    @Nullable
    CompletionStage<?> stage() {
        return seldom == null ? null : seldom.stage;
    }

    /** The stage that an asynchronous handler answered with. */
    public void pending(@Nullable CompletionStage<?> stage) {
        if (stage != null || seldom != null) {
            seldom().stage = stage;
        }
    }

    /** What the handler was given, while a stage is pending. */
    public @Nullable Object message() {
        return seldom == null ? null : seldom.message;
    }

    public void message(@Nullable Object given) {
        if (given != null || seldom != null) {
            seldom().message = given;
        }
    }

    /** Copies key and value out of the fetched response, so that waiting for long holds no more than this record. */
    public void detach() {
        record = Records.copy(record);
    }

    @Override
    public String toString() {
        return assignment().partition() + "@" + record.offset() + " epoch "
                + assignment().epoch();
    }

    private Seldom seldom() {
        if (seldom == null) {
            seldom = new Seldom();
        }
        return seldom;
    }
}
