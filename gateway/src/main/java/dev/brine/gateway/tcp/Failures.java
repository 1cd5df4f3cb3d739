package dev.brine.gateway.tcp;

import dev.brine.gateway.flow.FailureCodes;
import dev.brine.gateway.flow.NoSchemaException;
import dev.brine.gateway.flow.UnknownPartitionException;
import dev.brine.gateway.flow.UnknownTopicException;
import dev.brine.producer.NotSentException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.RetriableException;

/** What a client is told of a failure: {@code err CODE TEXT} with the codes of the HTTP edge, on one line. */
final class Failures {

    private static final int LONGEST = 500;

    private Failures() {}

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** @param json whether the source's codec is JSON */
    static String line(Throwable failure, boolean json) {
        Throwable cause = cause(failure);
        int code = code(cause, json);
        return "err " + code + " " + text(cause, code);
    }

    private static int code(Throwable cause, boolean json) {
        if (cause instanceof DecodeException fault) {
            return FailureCodes.of(fault, json);
        }
        if (cause instanceof EncodeException) {
            return FailureCodes.UNFIT;
        }
        if (cause instanceof NoSchemaException) {
            return FailureCodes.NO_SCHEMA;
        }
        if (cause instanceof UnknownTopicException) {
            return 40401;
        }
        if (cause instanceof UnknownPartitionException) {
            return 40402;
        }
        if (cause instanceof NotSentException || cause instanceof RegistryUnavailableException) {
            return 50301;
        }
        // Kafka's timeouts among them: nobody knows whether the record was stored.
        return cause instanceof RetriableException ? 50401 : 50000;
    }

    private static String text(Throwable cause, int code) {
        String message =
                code != 50000 && cause.getMessage() != null ? cause.getMessage() : "the record could not be handled";
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
