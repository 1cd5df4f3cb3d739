package dev.brine.bench.worker;

import dev.brine.consumer.Worker;
import dev.brine.serdes.RecordReader;
import java.util.List;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Brine's worker as it comes: completion map, meters, commits every second. */
final class BrineContender implements Contender {

    @Override
    public void start(Case given, Source source, Task task) {
        start(source.decoding().reader(), given, source, task);
    }

    private static <V> void start(RecordReader<V> reader, Case given, Source source, Task task) {
        // It ends with the process.
        @SuppressWarnings("resource")
        Worker<String, V> worker = Worker.reading(List.of(source.topic()), new StringDeserializer(), reader)
                .group(source.group())
                .kafka(source.consumer())
                .ordering(given.ordering())
                .inFlight(given.cap())
                .handler(message -> task.run(message.value()))
                .build();
        worker.start();
    }
}
