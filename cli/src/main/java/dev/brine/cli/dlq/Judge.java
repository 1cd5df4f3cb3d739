package dev.brine.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.cli.dlq.Verdict.Reason;
import dev.brine.cli.records.ReadValue;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.consumer.deadletter.Redrive;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Says for each letter whether and how it goes back; the same letter gets the same verdict. Used by one thread. */
final class Judge {

    private final LetterFilter filter;
    private final @Nullable Payloads payloads;
    private final Destinations destinations;
    private final @Nullable String to;
    private final int mostRedrives;
    private final @Nullable Edit edit;
    private final SourceLetters sources;

    /**
     * @param payloads null if neither filter nor edit asks for any
     * @param to where all go; null for the topics they came from
     */
    Judge(
            LetterFilter filter,
            @Nullable Payloads payloads,
            Destinations destinations,
            @Nullable String to,
            int mostRedrives,
            @Nullable Edit edit,
            SourceLetters sources) {
        this.filter = filter;
        this.payloads = payloads;
        this.destinations = destinations;
        this.to = to;
        this.mostRedrives = mostRedrives;
        this.edit = edit;
        this.sources = sources;
    }

    Verdict judge(DeadLetter letter) {
        if (!filter.fits(letter)) {
            return new Verdict.LeftOut();
        }
        ReadValue value = payloads == null ? null : payloads.read(letter);
        if (filter.asksPayload() && value != null) {
            Optional<JsonNode> tree = Payloads.tree(value);
            if (tree.isEmpty()) {
                return new Verdict.Unreadable();
            }
            if (!filter.fits(tree.get())) {
                return new Verdict.LeftOut();
            }
        }
        if (letter.redrives() >= mostRedrives) {
            return refused(
                    Reason.LOOP,
                    letter.redrives() == Integer.MAX_VALUE
                            ? "its counter " + Redrive.COUNT + " cannot be read"
                            : "it has been redriven " + letter.redrives() + " times and died again");
        }
        String topic = to != null ? to : letter.facts().topic();
        if (topic == null) {
            return refused(
                    Reason.NO_ORIGIN,
                    letter.problems().isEmpty()
                            ? "no header says which topic it came from"
                            : String.join("; ", letter.problems()));
        }
        if (topic.equals(letter.record().topic())) {
            return refused(Reason.NO_TOPIC, "it would go back to the dead-letter topic itself");
        }
        OptionalInt partitions = destinations.partitions(topic);
        if (partitions.isEmpty()) {
            return refused(Reason.NO_TOPIC, "there is no topic '" + topic + "'");
        }
        Integer partition = partition(letter, partitions.getAsInt());
        if (edit == null && SourceLetters.is(letter)) {
            try {
                return new Verdict.Send(sources.record(letter, topic, partition));
            } catch (PatchException e) {
                return refused(Reason.UNDECODABLE, String.valueOf(e.getMessage()));
            }
        }
        if (edit == null || value == null) {
            return new Verdict.Send(Redrive.record(letter, topic, partition));
        }
        try {
            return new Verdict.Send(edit.apply(letter, value, topic, partition));
        } catch (PatchException e) {
            return refused(Reason.EDIT, String.valueOf(e.getMessage()));
        }
    }

    /** The one it came from; the key's where that is not known, not there, or another topic's. */
    private @Nullable Integer partition(DeadLetter letter, int partitions) {
        Integer partition = letter.facts().partition();
        return to != null || partition == null || partition >= partitions ? null : partition;
    }

    private static Verdict refused(Reason reason, String why) {
        return new Verdict.Refused(reason, why);
    }
}
