package dev.brine.consumer.internal.engine;

import dev.brine.consumer.WorkerException;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Work;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker that is ended by one of its handlers has to say. */
final class Stopping {

    private static final Logger log = LoggerFactory.getLogger(Stopping.class);

    private Stopping() {}

    static WorkerException because(Work work) {
        Attempts attempts = work.attempts();
        @Nullable Throwable cause = attempts == null ? null : attempts.cause();
        String where = work.record().topic() + "-" + work.record().partition() + "@"
                + work.record().offset();
        log.atError()
                .addKeyValue("topic", work.record().topic())
                .addKeyValue("partition", work.record().partition())
                .addKeyValue("offset", work.record().offset())
                .addKeyValue("epoch", work.assignment().epoch())
                .setCause(cause)
                .log("a handler ends the worker; it drains and commits, the record is not finished");
        return new WorkerException(
                where + ": the handler ends the worker: " + cause
                        + "; the record is not finished and comes again to whoever has the partition next",
                cause);
    }
}
