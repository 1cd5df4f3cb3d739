package dev.brine.consumer.exactlyonce;

import dev.brine.consumer.Output;
import dev.brine.consumer.Processing;
import dev.brine.consumer.TextReader;
import dev.brine.consumer.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker in a process of its own, to be killed. Ends by itself after two minutes. */
public final class ExactlyOnceChild {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private ExactlyOnceChild() {}

    /** @param args bootstrap servers, group protocol, topic, output topic, group */
    public static void main(String[] args) throws InterruptedException {
        Output<String, String> output = Output.to(args[3], new StringSerializer(), new StringSerializer());
        try (Worker<String, String> worker = Worker.reading(
                        List.of(args[2]), new StringDeserializer(), new TextReader())
                .group(args[4])
                .kafka(ExactlyOnceCase.quick(Map.of("bootstrap.servers", args[0], "group.protocol", args[1])))
                .inFlight(10)
                .processing(Processing.EXACTLY_ONCE)
                .handler((message, context) -> {
                    LockSupport.parkNanos(ExactlyOnceCase.HANDLING_NANOS);
                    context.send(output, message.key(), message.value());
                })
                .build()) {
            worker.start();
            worker.awaitTermination(LONGEST);
        }
    }
}
