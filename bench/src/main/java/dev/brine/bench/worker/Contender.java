package dev.brine.bench.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One way of working on a topic. */
interface Contender {

    List<String> NAMES = List.of("brine", "parallel-consumer", "plain", "ideal");

    /** Begins to call the task for every record, and returns; goes on until the process ends. */
    void start(Case given, Source source, Task task);

    static Contender named(String name) {
        return switch (name) {
            case "brine" -> new BrineContender();
            case "parallel-consumer" -> new ParallelConsumerContender();
            case "plain" -> new PlainContender();
            case "ideal" -> new IdealContender();
            default -> throw new IllegalArgumentException("no contender " + name + "; there are " + NAMES);
        };
    }

    /** Where records come from. */
    record Source(String brokers, String topic, String group, Decoding decoding) {

        /** What all consumers are configured with; the rest is as each comes. */
        Map<String, Object> consumer() {
            Map<String, Object> properties = new HashMap<>();
            properties.put("bootstrap.servers", brokers);
            properties.put("auto.offset.reset", "earliest");
            properties.put("enable.auto.commit", false);
            properties.put("max.poll.records", 2_000);
            return properties;
        }
    }
}
