package dev.brine.gateway.daemon;

import dev.brine.gateway.access.Verb;
import dev.brine.gateway.cache.Caches;
import dev.brine.gateway.flow.Binding;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.forward.ForwardService;
import dev.brine.gateway.server.GatewayServer;
import dev.brine.gateway.server.Mount;
import dev.brine.gateway.source.Condition;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The HTTP face, as a part of the process. It has a producer of its own, whose clients wait for less than sources do. */
final class HttpPart implements Part {

    private final HttpPlan plan;
    private volatile @Nullable KafkaTopicWriter writer;
    private volatile @Nullable ForwardService forward;
    private volatile @Nullable GatewayServer server;

    HttpPart(HttpPlan plan) {
        this.plan = plan;
    }

    @Override
    public String name() {
        return "http";
    }

    /**
     * Starts serving.
     *
     * @throws IOException if the address cannot be taken
     * @throws IllegalArgumentException if a route names a schema that the registry does not know
     */
    void start(Map<String, Object> kafka, SchemaRegistry registry, Map<String, Binding> bindings, MeterRegistry meters)
            throws IOException {
        KafkaTopicWriter to = writer(kafka, new TopicFormats(registry, bindings, Limits.DEFAULT, meters), meters);
        writer = to;
        GatewayServer.Builder builder = GatewayServer.of(plan.settings(), registry, kafka)
                .bindings(bindings)
                .perAddress(plan.perAddress())
                .streams(plan.streams())
                .writer(to)
                .meters(meters);
        plan.tokens().ifPresent(builder::access);
        if (!plan.forward().isEmpty()) {
            ForwardService service = ForwardService.start(plan.forward(), registry, to, meters);
            forward = service;
            plan.forward().stream()
                    .map(route -> route.path().split("/", -1)[1])
                    .distinct()
                    .forEach(segment -> builder.mount(new Mount(segment, Verb.FORWARD, service)));
        }
        server = builder.start();
    }

    /** A client waits for the deadline of its request, not for Kafka's two minutes. */
    private static KafkaTopicWriter writer(Map<String, Object> kafka, TopicFormats formats, MeterRegistry meters) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000");
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "7500");
        return KafkaTopicWriter.of(formats).kafka(properties).meters(meters).build();
    }

    /** What is kept of upstreams' answers; empty without routes and before the start. */
    Optional<Caches> caches() {
        return Optional.ofNullable(forward).map(ForwardService::caches);
    }

    /** Where it serves, once it does. */
    Optional<String> url() {
        return Optional.ofNullable(server).map(GatewayServer::url);
    }

    void close() {
        GatewayServer running = server;
        if (running != null) {
            running.close();
        }
        ForwardService routes = forward;
        if (routes != null) {
            routes.close();
        }
        KafkaTopicWriter to = writer;
        if (to != null) {
            to.close();
        }
    }

    @Override
    public Condition condition() {
        GatewayServer running = server;
        return running == null
                ? Condition.notReady("not started")
                : running.running() ? Condition.OK : Condition.dead("it does not listen any more");
    }
}
