package dev.brine.consumer;

import dev.brine.serdes.BrineDeserializer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.StartCheck;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Looks whether all that a worker's topics may hold can be read, and what it declares to write can be written.
 *
 * @param worker its name, for messages
 * @param topics that it reads by name; what a pattern finds is not known yet
 */
record SchemaVerification(
        String worker, List<String> topics, Deserializer<?> keys, RecordReader<?> values, List<Output<?, ?>> outputs)
        implements Runnable {

    SchemaVerification {
        outputs = List.copyOf(outputs);
    }

    @Override
    public void run() {
        StartCheck check = new StartCheck();
        if (keys instanceof BrineDeserializer<?> ours) {
            check.reads(topics, ours.reader());
        }
        check.reads(topics, values);
        for (Output<?, ?> output : outputs) {
            for (Serializer<?> serializer : List.of(output.keys(), output.values())) {
                if (serializer instanceof BrineSerializer<?> ours) {
                    check.writes(List.of(output.topic()), ours.writer());
                }
            }
        }
        check.orThrow("worker " + worker);
    }
}
