package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

/** Where a record stands, such as {@code orders-7@1042}. */
public record RecordPosition(String topic, int partition, long offset) {

    public RecordPosition {
        requireNonNull(topic, "topic");
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition and offset must not be negative: " + topic + "-" + partition + "@" + offset);
        }
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
