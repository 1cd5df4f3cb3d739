package dev.brine.bench.pipeline;

import dev.brine.producer.BrineProducer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.RecordWriter;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;

/** Brine's producer as it comes, a future for each record, made for each run over a writer that stays warm. */
record BrineOutbound(RecordWriter<Object> writer) implements Outbound {

    @Override
    public Pace send(Road road, List<Object> values) {
        try (BrineProducer<String, Object> producer = BrineProducer.sending(
                        new StringSerializer(), new BrineSerializer<>(writer))
                .kafka(road.producer())
                .build()) {
            producer.send(road.topic(), Road.key(0), values.get(0)).join();
            Pace.Start start = Pace.start();
            for (int i = 1; i < road.records(); i++) {
                producer.send(road.topic(), Road.key(i), values.get(i % values.size()));
            }
            producer.flush();
            Pace pace = start.after(road.records() - 1);
            producer.failure().ifPresent(failure -> {
                throw failure;
            });
            return pace;
        }
    }
}
