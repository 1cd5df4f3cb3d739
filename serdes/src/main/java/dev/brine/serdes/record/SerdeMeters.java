package dev.brine.serdes.record;

import dev.brine.registry.SchemaVersion;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

/**
 * The meters of reading and writing. Each is looked up when a plan is made, never for a record.
 *
 * <p>{@code brine.encode}, {@code brine.decode}: timers (topic, subject, version, codec, outcome {@code ok} or {@code
 * failed}). {@code brine.frames.seen}: counter (topic, frame, outcome {@code seen}, {@code conflict} for a header over
 * a payload that has a frame of its own, or {@code unrecognised}). {@code brine.schema.cache}: counter (topic, outcome
 * {@code loaded} or {@code unknown}) of what was not answered by the cache.
 */
final class SerdeMeters {

    private final MeterRegistry registry;

    SerdeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Whether anybody sees what is measured: behind the global registry there is nobody until the application puts one
     * there, and two looks at the clock for each record would be for nothing. One that is added while records pass counts from about
     * then on.
     */
    boolean watched() {
        return !(registry instanceof CompositeMeterRegistry several)
                || !several.getRegistries().isEmpty();
    }

    Timer timer(String name, String topic, SchemaVersion version, String codec, String outcome) {
        return Timer.builder(name)
                .description("Values " + (name.endsWith("encode") ? "written" : "read") + ", and how long each took")
                .tag("topic", topic)
                .tag("subject", version.subject())
                .tag("version", Integer.toString(version.version()))
                .tag("codec", codec)
                .tag("outcome", outcome)
                .register(registry);
    }

    Counter frames(String topic, String frame, String outcome) {
        return Counter.builder("brine.frames.seen")
                .description("Frames that records were read with")
                .tag("topic", topic)
                .tag("frame", frame)
                .tag("outcome", outcome)
                .register(registry);
    }

    Counter cache(String topic, String outcome) {
        return Counter.builder("brine.schema.cache")
                .description("Schemas that the cache had to ask the registry for")
                .tag("topic", topic)
                .tag("outcome", outcome)
                .register(registry);
    }
}
