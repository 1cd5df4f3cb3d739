package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.RateLimit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the group may do in a second, what part of it is this worker's, and the buckets. Under the {@link Regulator}'s lock. */
final class Rates {

    private final Map<String, RateLimit> ofTopics;
    private final Map<String, Double> shares = new HashMap<>();
    private final Map<String, TokenBucket> buckets = new HashMap<>();
    private final @Nullable TokenBucket all;
    private @Nullable RateLimit ofAll;
    private double share;

    Rates(Pacing pacing, long now) {
        ofAll = pacing.rate();
        ofTopics = new HashMap<>(pacing.topics());
        all = ofAll == null ? null : new TokenBucket(0, now);
    }

    /** The bucket of all topics together; null for no such limit. */
    @Nullable
    TokenBucket all() {
        return all;
    }

    /** The bucket of a topic; null for no such limit. */
    @Nullable
    TokenBucket of(String topic, long now) {
        return ofTopics.containsKey(topic)
                ? buckets.computeIfAbsent(topic, name -> new TokenBucket(perSecond(name), now))
                : null;
    }

    /** Parts of the rates, 0 to 1; topics that are not named have none. */
    void shares(double newOfAll, Map<String, Double> newOfTopics, long now) {
        share = newOfAll;
        shares.clear();
        shares.putAll(newOfTopics);
        apply(now);
    }

    /** @param topic empty for all together */
    void change(String topic, RateLimit limit, long now) {
        boolean known = topic.isEmpty() ? ofAll != null : ofTopics.replace(topic, limit) != null;
        if (!known) {
            throw new IllegalStateException((topic.isEmpty() ? "the worker" : "topic " + topic)
                    + " was built without a rate limit, so there is none to change; give it one in the builder");
        }
        if (topic.isEmpty()) {
            ofAll = limit;
        }
        apply(now);
    }

    /**
     * This worker's part.
     *
     * @param topic empty for all together
     */
    double perSecond(String topic) {
        if (topic.isEmpty()) {
            return ofAll == null ? 0 : ofAll.perSecond() * share;
        }
        RateLimit limit = ofTopics.get(topic);
        return limit == null ? 0 : limit.perSecond() * shares.getOrDefault(topic, 0.0);
    }

    private void apply(long now) {
        if (all != null) {
            all.rate(perSecond(""), now);
        }
        buckets.forEach((topic, bucket) -> bucket.rate(perSecond(topic), now));
    }
}
