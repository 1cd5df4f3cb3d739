package dev.brine.consumer;

/** What a failure of a handler means for its record; see {@link Retry#classify}. */
public enum FailureClass {
    /** It may work the next time: tried again until the attempts are used up. */
    RETRY,
    /** No further attempt can help: the record becomes a dead letter at once, as with {@link GiveUpException}. */
    GIVE_UP,
    /** The fault is not the record's and others will meet it too: the worker ends, as with {@link StopException}. */
    STOP
}
