package dev.brine.consumer.internal.retry;

import java.util.Comparator;

/** One parked record, as its owner knows it. Owner thread. */
public final class ParkedEntry<P> {

    /** The order of one key; two of the same source offset are of a source that was written anew. */
    static final Comparator<ParkedEntry<?>> BY_ORDER =
            Comparator.<ParkedEntry<?>>comparingLong(entry -> entry.order).thenComparingLong(entry -> entry.at);

    final KeyQueue<P> queue;
    final String id;
    final long order;
    long at;
    long ticket;
    int tier;
    long due;
    long since;
    long weight;
    P payload;

    /** Whether it is with a handler, on its way to the log again, or not released yet. */
    boolean out;

    boolean gone;

    ParkedEntry(KeyQueue<P> queue, String id, long order, long at, long ticket, Parked<P> parked) {
        this.queue = queue;
        this.id = id;
        this.order = order;
        this.at = at;
        this.ticket = ticket;
        this.tier = parked.tier();
        this.due = parked.due();
        this.since = parked.since();
        this.weight = parked.weight();
        this.payload = parked.payload();
    }

    /** What all its copies have in common: who parked it first, and its source offset. */
    public String id() {
        return id;
    }

    /** Its source offset. */
    public long order() {
        return order;
    }

    /** Its offset in the log. */
    public long at() {
        return at;
    }

    /** What finishes its offset in the tracker of the log. */
    public long ticket() {
        return ticket;
    }

    public int tier() {
        return tier;
    }

    /** Epoch milliseconds. */
    public long due() {
        return due;
    }

    public P payload() {
        return payload;
    }

    @Override
    public String toString() {
        return "parked at " + at + " as " + id + ", tier " + tier;
    }
}
