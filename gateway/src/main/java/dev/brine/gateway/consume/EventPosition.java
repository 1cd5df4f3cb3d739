package dev.brine.gateway.consume;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.http.Refusal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a client is in a topic: {@code topic:partition:offset[,partition:offset...]}, each the last record that it has
 * seen, or -1. What it has not seen yet is what follows.
 *
 * @param seen by partition
 */
record EventPosition(String topic, Map<Integer, Long> seen) {

    private static final int MOST_PARTITIONS = 10_000;

    EventPosition {
        requireNonNull(topic, "topic");
        seen = Map.copyOf(seen);
    }

    /** @throws Refusal 400 if it is not of the form, or of another topic */
    static EventPosition parse(String text, String topic) {
        // A topic's name has no colon.
        int colon = text.indexOf(':');
        if (colon < 0 || !text.substring(0, colon).equals(topic)) {
            throw malformed(topic);
        }
        Map<Integer, Long> seen = new TreeMap<>();
        for (String pair : text.substring(colon + 1).split(",", -1)) {
            int middle = pair.indexOf(':');
            try {
                int partition = Integer.parseInt(pair.substring(0, Math.max(0, middle)));
                long offset = Long.parseLong(pair.substring(middle + 1));
                if (partition < 0 || offset < -1 || seen.size() >= MOST_PARTITIONS) {
                    throw malformed(topic);
                }
                seen.put(partition, offset);
            } catch (NumberFormatException e) {
                throw malformed(topic);
            }
        }
        return new EventPosition(topic, seen);
    }

    /** As an id: the partition of the event first, then the others. */
    static String text(String topic, int first, Map<Integer, Long> seen) {
        String others = seen.entrySet().stream()
                .filter(entry -> entry.getKey() != first)
                .map(entry -> "," + entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining());
        return topic + ":" + first + ":" + seen.get(first) + others;
    }

    private static Refusal malformed(String topic) {
        return Refusal.of(
                40001,
                "the position is not " + topic
                        + ":PARTITION:OFFSET[,PARTITION:OFFSET...], as events have it for an id");
    }
}
