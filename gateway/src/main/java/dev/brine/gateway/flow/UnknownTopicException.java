package dev.brine.gateway.flow;

import static java.util.Objects.requireNonNull;

/** Thrown when the cluster has no such topic, which is never created by writing to it. */
public final class UnknownTopicException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String topic;

    public UnknownTopicException(String topic) {
        super("there is no topic " + topic + "; create it first", null, false, false);
        this.topic = requireNonNull(topic, "topic");
    }

    public String topic() {
        return topic;
    }
}
