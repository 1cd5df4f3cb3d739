package dev.brine.gateway.exchange;

import dev.brine.gateway.client.Reply;
import dev.brine.gateway.client.Reply.Answered;
import dev.brine.gateway.client.Reply.Failed;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Says whether a call that ended so may be sent again without being done twice. */
final class Repetition {

    private Repetition() {}

    /**
     * The least time until then, or empty if it must not be sent again, or if there is no sense in it.
     *
     * @param repeatable whether doing it twice is the same as doing it once
     */
    static Optional<Duration> after(Reply reply, boolean repeatable, Clock clock) {
        if (reply instanceof Answered answered) {
            return after(answered, repeatable, clock);
        }
        Failed failed = (Failed) reply;
        boolean sensible =
                switch (failed.reason()) {
                    case BUSY, CIRCUIT_OPEN, CONNECT, ADDRESS, TIMEOUT, BROKEN -> true;
                    case TOO_LARGE, ENCODING, CLOSED -> false;
                };
        return sensible && (repeatable || !failed.sent())
                ? Optional.of(failed.retryAfter().orElse(Duration.ZERO))
                : Optional.empty();
    }

    private static Optional<Duration> after(Answered answered, boolean repeatable, Clock clock) {
        Optional<Duration> asked = answered.header("retry-after").flatMap(text -> RetryAfter.parse(text, clock));
        boolean again =
                switch (answered.status()) {
                    // The server says that it has not done it.
                    case 408, 425, 429 -> true;
                    case 503 -> repeatable || asked.isPresent();
                    case 500, 502, 504 -> repeatable;
                    default -> false;
                };
        return again ? Optional.of(asked.orElse(Duration.ZERO)) : Optional.empty();
    }
}
