package dev.brine.consumer.internal.engine;

import dev.brine.consumer.WorkerException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the failure of a transaction means. All are tried again but those that no retry can change. */
final class TransactionFailures {

    private final String group;
    private final String idPrefix;

    TransactionFailures(String group, String idPrefix) {
        this.group = group;
        this.idPrefix = idPrefix;
    }

    /** @throws WorkerException if this worker cannot go on */
    void throwIfFatal(Exception cause) {
        if (cause instanceof AuthorizationException && !(cause instanceof TopicAuthorizationException)) {
            throw new WorkerException(
                    "exactly-once processing is not permitted for group " + group + ": " + cause.getMessage()
                            + "; it needs Write on transactional ids that begin with " + idPrefix
                            + ", and Read on the group",
                    cause);
        }
        if (cause instanceof UnsupportedVersionException || cause instanceof FencedInstanceIdException) {
            throw new WorkerException("exactly-once processing cannot go on: " + cause.getMessage(), cause);
        }
    }

    /** Whether the broker takes this worker, or its producer, for one whose time is over. */
    static boolean isFencing(Exception cause) {
        return cause instanceof CommitFailedException
                || cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException;
    }
}
