package dev.brine.consumer.internal.handling;

import dev.brine.consumer.AttemptTimeoutException;
import dev.brine.consumer.FailureClass;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SkipException;
import dev.brine.consumer.StopException;
import dev.brine.consumer.UnhandledTypeException;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what follows from the end of an attempt, and takes note of failures. Safe for use by many threads. */
final class Judge<K, V> {

    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    /** Between attempts while a registry cannot be asked; these do not count. */
    private static final Duration REGISTRY_WAIT = Duration.ofSeconds(1);

    private final Retry retry;
    private final Outcomes<K, V> outcomes;

    Judge(Retry retry, Outcomes<K, V> outcomes) {
        this.retry = retry;
        this.outcomes = outcomes;
    }

    Verdict done(Work work, Message<K, V> message) {
        outcomes.done(work, message);
        return Verdict.DONE;
    }

    /** The record could not be made a message; the handler was not called. */
    Verdict undecodable(Work work, Undecodable failure) {
        Throwable reason = failure.reason();
        boolean registryDown = isRegistryDown(reason);
        note(work, work.attempt() - 1, failure.stage(), reason, failure.writer(), null, registryDown);
        return registryDown || work.assignment().closed() ? Verdict.RETRY : Verdict.DEAD;
    }

    /** The handler failed, or there is none. */
    Verdict failed(Work work, Message<K, V> message, Throwable cause) {
        if (cause instanceof SkipException) {
            outcomes.skipped(work, message, cause);
            return Verdict.SKIPPED;
        }
        if (cause instanceof UnhandledTypeException) {
            return failed(work, message, cause, FailureClass.GIVE_UP, Stage.UNHANDLED);
        }
        FailureClass meaning = meaningOf(retry, cause);
        return failed(work, message, cause, meaning, stageOf(cause, meaning));
    }

    /** The handler failed for many at once: that ends the worker, or each is tried again by itself. */
    Verdict failedTogether(Work work, Message<K, V> message, Throwable cause) {
        FailureClass meaning = cause instanceof SkipException ? FailureClass.RETRY : meaningOf(retry, cause);
        note(work, work.attempt(), stageOf(cause, FailureClass.RETRY), cause, message.writer(), message, false);
        return meaning == FailureClass.STOP && !work.assignment().closed() ? Verdict.STOP : Verdict.RETRY;
    }

    /** The handler of a batch has said how this record ended. */
    Verdict answered(Work work, Message<K, V> message, RecordOutcome outcome) {
        if (outcome instanceof RecordOutcome.TryAgain again) {
            return failed(work, message, again.cause(), FailureClass.RETRY, Stage.HANDLER);
        }
        if (outcome instanceof RecordOutcome.GivenUp up) {
            return failed(work, message, up.cause(), FailureClass.GIVE_UP, Stage.GIVEN_UP);
        }
        return outcome instanceof RecordOutcome.Skipped skipped
                ? failed(work, message, new SkipException(skipped.reason()))
                : done(work, message);
    }

    private Verdict failed(Work work, Message<K, V> message, Throwable cause, FailureClass meaning, Stage stage) {
        int count = work.attempt() - (stage == Stage.UNHANDLED ? 1 : 0);
        note(work, count, stage, cause, message.writer(), message, false);
        if (work.assignment().closed()) {
            // Of a closed assignment nothing is judged any more: it may have failed only because it was interrupted.
            return Verdict.RETRY;
        }
        return switch (meaning) {
            case RETRY -> count >= retry.attempts() ? Verdict.DEAD : Verdict.RETRY;
            case GIVE_UP -> Verdict.DEAD;
            case STOP -> Verdict.STOP;
        };
    }

    private static Stage stageOf(Throwable cause, FailureClass meaning) {
        if (cause instanceof AttemptTimeoutException) {
            return Stage.TIMEOUT;
        }
        return meaning == FailureClass.GIVE_UP ? Stage.GIVEN_UP : Stage.HANDLER;
    }

    /** What the handler says by itself, or else the rules. */
    static FailureClass meaningOf(Retry retry, Throwable cause) {
        if (cause instanceof GiveUpException) {
            return FailureClass.GIVE_UP;
        }
        if (cause instanceof StopException) {
            return FailureClass.STOP;
        }
        try {
            FailureClass found = retry.classifier().apply(cause);
            return found == null ? FailureClass.RETRY : found;
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("the rule that classes failures failed itself; the record is tried again");
            return FailureClass.RETRY;
        }
    }

    private void note(
            Work work,
            int count,
            Stage stage,
            Throwable cause,
            @Nullable SchemaVersion writer,
            @Nullable Message<K, V> message,
            boolean waitsForRegistry) {
        Duration wait = waitsForRegistry ? REGISTRY_WAIT : retry.waitAfter(Math.max(1, count), random());
        Attempts before = work.attempts();
        long now = System.currentTimeMillis();
        work.failed(new Attempts(
                count,
                before == null ? now : before.firstFailure(),
                now,
                stage,
                cause,
                writer,
                message,
                System.nanoTime() + wait.toNanos()));
    }

    private static boolean isRegistryDown(Throwable cause) {
        return cause instanceof RegistryUnavailableException
                || cause.getCause() instanceof RegistryUnavailableException;
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
