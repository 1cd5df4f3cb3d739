package dev.brine.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a topic's records are and how they are written, as {@code subjects.yml} says it. Empty where the file is silent:
 * whoever asks has defaults.
 *
 * @param topic the topic's name
 * @param subject the subject of its values, {@code TOPIC-value} unless the file names another
 * @param codec how values are encoded: {@code avro}, {@code json}, {@code pickle} or a codec of the user's
 * @param frame how a record says which schema wrote it: {@code confluent}, {@code single-object} and so on
 * @param acceptedFrames the frames that a reader takes; empty for the default ones
 * @param ignoreUnknownFields whether plain JSON may have fields that the schema does not know
 */
public record TopicBinding(
        String topic,
        String subject,
        Optional<String> codec,
        Optional<String> frame,
        List<String> acceptedFrames,
        boolean ignoreUnknownFields) {

    public TopicBinding {
        requireNonNull(topic, "topic");
        requireNonNull(subject, "subject");
        requireNonNull(codec, "codec");
        requireNonNull(frame, "frame");
        acceptedFrames = List.copyOf(acceptedFrames);
    }

    /** The binding of a topic that nobody has written down. */
    public static TopicBinding unnamed(String topic) {
        return new TopicBinding(topic, topic + "-value", Optional.empty(), Optional.empty(), List.of(), false);
    }
}
