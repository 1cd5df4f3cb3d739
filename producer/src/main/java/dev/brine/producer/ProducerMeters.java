package dev.brine.producer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The meters of one producer, gone from the registry when it is closed, except for the counters. */
final class ProducerMeters implements AutoCloseable {

    /** What became of a record; the name in lower case with a dash is the tag. */
    enum Outcome {
        ACKNOWLEDGED,
        FAILED,
        UNKNOWN,
        NOT_SENT;

        String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final MeterRegistry registry;
    private final boolean measured;
    private final Gauge inFlight;
    private final Timer blocked;
    private final @Nullable KafkaClientMetrics kafka;
    private final Map<String, Map<Outcome, Counter>> records = new ConcurrentHashMap<>();

    /** @param given null for a producer that nobody measures */
    ProducerMeters(@Nullable MeterRegistry given, String client, BytesInFlight bytes, Producer<?, ?> producer) {
        this.registry = given == null ? new CompositeMeterRegistry() : given;
        this.measured = given != null;
        this.inFlight = Gauge.builder("brine.producer.inflight.bytes", bytes, BytesInFlight::used)
                .description("Serialised bytes given to Kafka and not answered yet")
                .baseUnit("bytes")
                .tag("client", client)
                .register(registry);
        this.blocked = Timer.builder("brine.producer.blocked")
                .description("Time that senders waited for room or for a topic's partitions")
                .tag("client", client)
                .register(registry);
        // The binder keeps a thread, so it is not made for nobody.
        this.kafka = given == null ? null : new KafkaClientMetrics(producer);
        if (kafka != null) {
            kafka.bindTo(registry);
        }
    }

    void count(String topic, Outcome outcome) {
        if (!measured) {
            return;
        }
        Map<Outcome, Counter> counters = records.get(topic);
        if (counters == null) {
            counters = records.computeIfAbsent(topic, this::counters);
        }
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    Timer blocked() {
        return blocked;
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
        registry.remove(inFlight);
        registry.remove(blocked);
    }

    private Map<Outcome, Counter> counters(String topic) {
        Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("brine.producer.records")
                            .description("Records by what became of them")
                            .tag("topic", topic)
                            .tag("outcome", outcome.tag())
                            .register(registry));
        }
        return counters;
    }
}
