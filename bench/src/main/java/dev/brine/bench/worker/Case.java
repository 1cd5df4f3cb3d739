package dev.brine.bench.worker;

import dev.brine.consumer.Ordering;
import java.util.List;
import java.util.Locale;

/**
 * One setting that contenders are measured in.
 *
 * @param keys different keys in the topic
 * @param cap most records in handlers at once
 * @param millis what a handler sleeps; 0 for one that returns at once
 * @param records in the topic, before anyone reads it; 0 if they are sent while it is read
 */
record Case(Ordering ordering, int keys, int cap, int millis, int partitions, long records) {

    static final int PARTITIONS = 8;
    static final int MANY_KEYS = 100_000;

    /** By key. */
    static Case key(int keys, int cap, int millis) {
        return new Case(Ordering.KEY, keys, cap, millis, PARTITIONS, -1);
    }

    /** By partition, or in no order; the cap is more than there are partitions in any case. */
    static Case of(Ordering ordering, int cap, int millis) {
        return new Case(ordering, MANY_KEYS, cap, millis, PARTITIONS, -1);
    }

    Case with(long count) {
        return new Case(ordering, keys, cap, millis, partitions, count);
    }

    Case on(int count) {
        return new Case(ordering, keys, cap, millis, count, records);
    }

    /** How many records can be worked on at once: by their order, and by the cap. */
    int lanes() {
        return switch (ordering) {
            case KEY -> Math.min(keys, cap);
            case PARTITION -> Math.min(partitions, cap);
            case NONE -> cap;
        };
    }

    /** Such as {@code key-1000/cap-100/0ms}, with the partitions behind it if they are not eight. */
    String name() {
        String order = ordering.name().toLowerCase(Locale.ROOT);
        return (ordering == Ordering.KEY ? order + "-" + keys : order) + "/cap-" + cap + "/" + millis + "ms"
                + (partitions == PARTITIONS ? "" : "/" + partitions + "-partitions");
    }

    /** The topic that it reads; shared by all cases that want the same records. */
    String topic() {
        return "bench-" + partitions + "-" + keys + "-" + records;
    }

    /** For a process's command line. */
    List<String> arguments() {
        return List.of(
                ordering.name(),
                Integer.toString(keys),
                Integer.toString(cap),
                Integer.toString(millis),
                Integer.toString(partitions),
                Long.toString(records));
    }

    static Case of(List<String> arguments) {
        return new Case(
                Ordering.valueOf(arguments.get(0)),
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Integer.parseInt(arguments.get(3)),
                Integer.parseInt(arguments.get(4)),
                Long.parseLong(arguments.get(5)));
    }
}
