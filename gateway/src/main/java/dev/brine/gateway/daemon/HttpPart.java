package dev.brine.gateway.daemon;

import dev.brine.gateway.access.Verb;
import dev.brine.gateway.cache.Caches;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.forward.ForwardService;
import dev.brine.gateway.server.GatewayServer;
import dev.brine.gateway.server.Mount;
import dev.brine.gateway.source.Condition;
import dev.brine.registry.SchemaRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP face, as a part of the process. */
final class HttpPart implements Part {

    private final HttpPlan plan;
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
     * @param to what writes its records; stays the caller's, who closes it after this
     * @throws IOException if the address cannot be taken
     * @throws IllegalArgumentException if a route names a schema that the registry does not know
     */
    void start(Map<String, Object> kafka, SchemaRegistry registry, KafkaTopicWriter to, MeterRegistry meters)
            throws IOException {
        GatewayServer.Builder builder = GatewayServer.of(plan.settings(), registry, kafka)
                .perAddress(plan.perAddress())
                .streams(plan.streams())
                .writer(to)
                .meters(meters);
        plan.tokens().ifPresent(builder::access);
        if (!plan.forward().isEmpty()) {
            ForwardService service = ForwardService.start(plan.forward(), registry, to, meters);
            forward = service;
            builder.mount(new Mount(ForwardService.SEGMENT, Verb.FORWARD, service, service::route));
        }
        server = builder.start();
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
    }

    @Override
    public Condition condition() {
        GatewayServer running = server;
        return running == null
                ? Condition.notReady("not started")
                : running.running() ? Condition.OK : Condition.dead("it does not listen any more");
    }
}
