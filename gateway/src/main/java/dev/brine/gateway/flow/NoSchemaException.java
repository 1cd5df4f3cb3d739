package dev.brine.gateway.flow;

/** Thrown when nothing says what a topic's values are: its subject has no version in the registry. */
public final class NoSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoSchemaException(String topic, String subject, String registry) {
        super("topic " + topic + " has no schema: subject " + subject + " has no version in " + registry
                + "; register one, or bind the topic to another subject");
    }
}
