package dev.brine.consumer;

import dev.brine.consumer.internal.engine.Subscription;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a builder may be told that does not go together. Each method throws an {@link IllegalStateException} for one thing. */
final class Contradictions {

    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** Characters of commit metadata; the map of what is parked is not cut where it decides what is done twice. */
    private static final int LEAST_METADATA = 4096;

    private Contradictions() {}

    /** @param retries null for none, which go with everything */
    static void ofRetryTopics(
            @Nullable RetryTopics retries,
            Processing processing,
            int metadataLimit,
            Ordering ordering,
            Subscription subscription,
            String group) {
        if (retries == null) {
            return;
        }
        if (processing == Processing.EXACTLY_ONCE && metadataLimit < LEAST_METADATA) {
            throw new IllegalStateException("retry topics with exactly-once processing need a metadataLimit of "
                    + LEAST_METADATA + ", it is " + metadataLimit
                    + ": what is finished out of order must fit into each commit; raise it and the brokers'"
                    + " offset.metadata.max.bytes, or leave retry topics out");
        }
        if (ordering == Ordering.PARTITION) {
            throw new IllegalStateException(
                    "retry topics with Ordering.PARTITION would park a whole partition behind one"
                            + " record; use Ordering.KEY, or no retry topics");
        }
        if (subscription.pattern() != null) {
            throw new IllegalStateException("retry topics are made for topics that are known at the start, not for a"
                    + " pattern; name the topics, or leave retry topics out");
        }
        ofNames(retries, subscription, group);
    }

    static void ofDeduplication(boolean given, Processing processing) {
        if (given && processing == Processing.EXACTLY_ONCE) {
            throw new IllegalStateException(
                    "deduplication is given with exactly-once processing, whose transactions may be"
                            + " aborted after a message was remembered as done; leave one of them out");
        }
    }

    /** @param limited topics that have rates of their own */
    static void ofRates(Collection<String> limited, Subscription subscription) {
        for (String topic : limited) {
            if (!subscription.reads(topic)) {
                throw new IllegalStateException("a rate limit is given for topic " + topic
                        + ", which this worker does not read; it reads " + subscription);
            }
        }
    }

    private static void ofNames(RetryTopics retries, Subscription subscription, String group) {
        int sources = subscription.topics().size();
        if (retries.name() != null && sources > 1) {
            throw new IllegalStateException("retry topic " + retries.name() + " was named for " + sources
                    + " source topics; each needs its own: leave the name out, or use a worker for each");
        }
        for (String topic : subscription.topics()) {
            String name = retries.topicFor(topic, group);
            if (!TOPIC_NAME.matcher(name).matches() || subscription.topics().contains(name)) {
                throw new IllegalStateException("'" + name + "' cannot be the retry topic of " + topic
                        + ": a name has 1 to 249 of a-z A-Z 0-9 . _ - and is not a source; give one with"
                        + " RetryTopics.named");
            }
        }
    }
}
