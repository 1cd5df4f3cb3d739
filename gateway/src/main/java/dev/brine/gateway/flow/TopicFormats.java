package dev.brine.gateway.flow;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.TopicBindings;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What topics hold: by the bindings of the configuration first, then those of the registry, then subject {@code
 * TOPIC-value}, codec {@code avro}, frame {@code confluent}. The registry stays the caller's.
 */
public final class TopicFormats {

    // Names may come from clients.
    private static final int MOST_TOPICS = 10_000;

    private final SchemaRegistry registry;
    private final Map<String, Binding> bindings;
    private final Limits limits;
    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final Cache<String, TopicFormat> formats =
            Caffeine.newBuilder().maximumSize(MOST_TOPICS).build();

    public TopicFormats(SchemaRegistry registry, Map<String, Binding> bindings, Limits limits) {
        this(registry, bindings, limits, Metrics.globalRegistry);
    }

    /** @param meters where {@code brine.encode} and {@code brine.decode} are kept */
    public TopicFormats(SchemaRegistry registry, Map<String, Binding> bindings, Limits limits, MeterRegistry meters) {
        this(registry, bindings, limits, meters, System::nanoTime);
    }

    TopicFormats(
            SchemaRegistry registry,
            Map<String, Binding> bindings,
            Limits limits,
            MeterRegistry meters,
            LongSupplier nanos) {
        this.registry = requireNonNull(registry, "registry");
        this.bindings = Map.copyOf(bindings);
        this.limits = requireNonNull(limits, "limits");
        this.meters = requireNonNull(meters, "meters");
        this.nanos = nanos;
    }

    /**
     * The format of a topic. The first call for a topic asks the registry, which may take time.
     *
     * @throws NoSchemaException if the topic's subject has no version
     * @throws dev.brine.registry.RegistryUnavailableException if the registry could not be asked
     * @throws IllegalArgumentException if a binding names a codec or frame that there is not
     */
    public TopicFormat of(String topic) {
        TopicFormat known = formats.getIfPresent(topic);
        if (known != null) {
            return known;
        }
        TopicFormat format = new TopicFormat(whole(topic), registry, limits, meters, nanos);
        // Only topics that have a schema are kept.
        format.schema();
        formats.put(topic, format);
        return format;
    }

    private TopicBinding whole(String topic) {
        TopicBinding of = registry instanceof TopicBindings known
                ? known.binding(topic).orElseGet(() -> TopicBinding.unnamed(topic))
                : TopicBinding.unnamed(topic);
        Binding own = bindings.get(topic);
        if (own == null) {
            return of;
        }
        return new TopicBinding(
                topic,
                own.subject() == null ? of.subject() : own.subject(),
                own.codec() == null ? of.codec() : Optional.of(own.codec()),
                own.frame() == null ? of.frame() : Optional.of(own.frame()),
                of.acceptedFrames(),
                of.ignoreUnknownFields());
    }
}
