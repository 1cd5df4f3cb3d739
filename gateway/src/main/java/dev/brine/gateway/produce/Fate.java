package dev.brine.gateway.produce;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.UnknownPartitionException;
import dev.brine.gateway.flow.UnknownTopicException;
import dev.brine.gateway.http.Refusal;
import dev.brine.producer.NotSentException;
import dev.brine.producer.ProducerFailedException;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What became of one record: where it is, or why it is not there. */
record Fate(@Nullable Acknowledged acknowledged, @Nullable Refusal refusal) {

    static Fate of(@Nullable Acknowledged acknowledged, @Nullable Throwable failure) {
        return failure == null ? new Fate(acknowledged, null) : new Fate(null, refusal(failure));
    }

    static Fate notSent() {
        return new Fate(null, noRoom());
    }

    static Refusal noRoom() {
        return Refusal.of(50301, "not sent: too much waits for Kafka; try again")
                .with("Retry-After", "1");
    }

    /** What Kafka's refusals are over HTTP. */
    static Refusal refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        if (cause instanceof UnknownTopicException) {
            return Refusal.of(40401, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof UnknownPartitionException) {
            return Refusal.of(40402, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof NotSentException || cause instanceof ProducerFailedException) {
            return noRoom();
        }
        if (cause instanceof RecordTooLargeException) {
            return Refusal.of(
                    413, "the record is larger than Kafka takes; raise max.request.size and the topic's limit");
        }
        if (cause instanceof AuthorizationException) {
            return Refusal.of(40301, "the gateway may not write to this topic; Kafka's ACLs forbid it");
        }
        if (cause instanceof InvalidTimestampException) {
            return Refusal.of(42206, "Kafka does not take the record's timestamp");
        }
        if (cause instanceof TimeoutException || cause instanceof RetriableException) {
            return Refusal.of(
                    50401, "not acknowledged in time; the record may be in the topic or not, or come there yet");
        }
        return Refusal.of(50002, "Kafka refused the record");
    }
}
