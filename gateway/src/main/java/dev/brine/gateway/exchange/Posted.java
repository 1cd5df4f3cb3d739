package dev.brine.gateway.exchange;

import java.time.Duration;
import java.util.OptionalInt;

/** How a post ended. */
public sealed interface Posted {

    /** The server has it, and its answer is the one that was expected. */
    record Done(int status, int attempts) implements Posted {}

    /**
     * It is not done, or doing it again is the same as doing it once: send it again.
     *
     * @param least wait at least so long
     * @param why for a log; has nothing of the content
     */
    record RetryAfter(Duration least, String why) implements Posted {}

    /**
     * Sending it again would not help, or might do it twice.
     *
     * @param why for a log and a dead letter; has nothing of the content
     * @param status the server's, if it answered
     * @param maybeDone whether the server may have done it all the same
     */
    record GiveUp(String why, OptionalInt status, boolean maybeDone) implements Posted {}
}
