package dev.brine.serdes;

import static java.util.Objects.requireNonNull;

/**
 * One reason why records of a topic could not be written or read, found before the first one.
 *
 * @param subject the subject that was asked for
 * @param what the version, the place, what is expected and what to do
 * @param retriable whether the registry could not be asked, so that all may be well a moment later
 */
public record StartProblem(String topic, String subject, String what, boolean retriable) {

    public StartProblem {
        requireNonNull(topic, "topic");
        requireNonNull(subject, "subject");
        requireNonNull(what, "what");
    }

    @Override
    public String toString() {
        return "topic " + topic + ", subject " + subject + ": " + what;
    }
}
