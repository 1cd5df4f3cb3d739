package dev.brine.gateway.consume;

import dev.brine.gateway.flow.UnknownPartitionException;
import dev.brine.gateway.flow.UnknownTopicException;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.media.Errors;
import dev.brine.registry.RegistryUnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Why records cannot be given, as answers. */
final class Faults {

    private Faults() {}

    static Answer answer(Head head, Throwable failure) {
        return Errors.answer(head, refusal(failure));
    }

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
        if (cause instanceof AuthorizationException) {
            return Refusal.of(40301, "the gateway may not read this topic; Kafka's ACLs forbid it");
        }
        if (cause instanceof RetriableException) {
            return Refusal.of(50301, "Kafka does not answer now; try again").with("Retry-After", "2");
        }
        if (cause instanceof RegistryUnavailableException) {
            return Refusal.of(50302, "the schema registry cannot be asked now; try again")
                    .with("Retry-After", "5");
        }
        if (cause instanceof RejectedExecutionException) {
            return Refusal.busy();
        }
        throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }
}
