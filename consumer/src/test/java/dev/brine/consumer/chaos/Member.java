package dev.brine.consumer.chaos;

/** A worker of a run, in this process or in one of its own. */
interface Member extends AutoCloseable {

    String name();

    /** Of a static member; "-" for none. */
    String instance();

    /** Ends it in good order. */
    void drain();

    /** Tears it away: no commit, no word to the group. */
    void kill();

    /** Why it has ended by itself; null if it has not. */
    String failure();

    /** Clears away what is left, whatever its state. */
    @Override
    void close();
}
