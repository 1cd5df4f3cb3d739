package dev.brine.gateway.forward;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.cache.Caches;
import dev.brine.gateway.cache.ResponseCache;
import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.Upstream;
import dev.brine.gateway.exchange.Forms;
import dev.brine.gateway.flow.TopicWriter;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.Errors;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on by a table of routes. It owns the threads and connections of its calls, and ends them when it is
 * closed; registry and writer belong to whoever gave them.
 */
public final class ForwardService implements Service, AutoCloseable {

    /** The first segment of every route's path. */
    public static final String SEGMENT = "forward";

    private static final int PUBLISHING = 4;
    private static final int PUBLISHING_WAITING = 1_000;

    private final HttpEngine engine;
    private final Workspace workspace = Workspace.ofHeap();
    private final ThreadPoolExecutor publishing;
    private final List<Route> routes = new ArrayList<>();
    private final Map<Route, AnswerReader> readers = new LinkedHashMap<>();
    private final Caches caches;

    private ForwardService(
            List<ForwardSettings> settings,
            HttpEngine engine,
            SchemaRegistry registry,
            @Nullable TopicWriter writer,
            MeterRegistry meters) {
        this.engine = engine;
        this.publishing = new ThreadPoolExecutor(
                PUBLISHING, PUBLISHING, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(PUBLISHING_WAITING), task -> {
                    Thread thread = new Thread(task, "brine-forward-publish");
                    thread.setDaemon(true);
                    return thread;
                });
        publishing.allowCoreThreadTimeOut(true);
        Map<String, ResponseCache> kept = new LinkedHashMap<>();
        for (ForwardSettings one : settings) {
            Route route = route(one, registry, writer, meters);
            routes.add(route);
            readers.put(route, new AnswerReader(one, route.headers(), route.answers(), limits(one), workspace));
            route.cache().ifPresent(cache -> kept.put(one.path(), cache));
        }
        this.caches = new Caches(kept);
    }

    /**
     * Makes the table; schemas are looked up, which may take its time.
     *
     * @param writer for routes that publish; null if there is no Kafka
     * @throws IllegalArgumentException if two routes have one path, the registry does not know a schema, or a route
     *     publishes without a writer
     */
    public static ForwardService start(
            List<ForwardSettings> settings,
            SchemaRegistry registry,
            @Nullable TopicWriter writer,
            MeterRegistry meters) {
        requireNonNull(registry, "registry");
        if (settings.stream().map(ForwardSettings::path).distinct().count() < settings.size()) {
            throw new IllegalArgumentException("two routes have the same path");
        }
        HttpEngine engine = HttpEngine.start(meters);
        try {
            return new ForwardService(settings, engine, registry, writer, meters);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private Route route(
            ForwardSettings settings, SchemaRegistry registry, @Nullable TopicWriter writer, MeterRegistry meters) {
        Limits limits = limits(settings);
        RouteForms answers = RouteForms.of(settings.schema(), registry, limits, engine.executor(), System::nanoTime);
        RouteForms requests = settings.requestSchema().isEmpty()
                ? answers
                : RouteForms.of(settings.requestSchema(), registry, limits, engine.executor(), System::nanoTime);
        // A codec that cannot have these values is a mistake of the configuration, not of the first request.
        answers.now().forms().in(settings.upstreamCodec());
        requests.now().forms().in(settings.upstreamCodec());
        if (settings.publish().isPresent() && writer == null) {
            throw new IllegalArgumentException(settings.path() + " publishes to a topic, but there is no Kafka here");
        }
        return new Route(
                settings,
                List.of(settings.path().substring(1).split("/")),
                Upstream.of(engine, settings.upstream()),
                new HeaderRules(settings.passHeaders(), settings.passAuthorization()),
                answers,
                requests,
                settings.cache().map(cache -> new ResponseCache(settings.path(), cache, engine.executor(), meters)),
                settings.publish()
                        .map(publish -> new Publisher(
                                settings.path(),
                                publish,
                                settings.upstream().deadline(),
                                requireNonNull(writer),
                                publishing,
                                engine.executor(),
                                meters)),
                workspace);
    }

    /** What the body's bound allows, and no more of anything than usual. */
    private static Limits limits(ForwardSettings settings) {
        Limits usual = Limits.DEFAULT;
        int bytes = settings.upstream().maxBody();
        return new Limits(
                bytes, Math.min(bytes, usual.maxStringBytes()), usual.maxItems(), usual.maxDepth(), usual.maxNodes());
    }

    @Override
    public String name() {
        return "forward";
    }

    /** Whether a path belongs to one of the routes. */
    public boolean handles(List<String> path) {
        return find(path).isPresent();
    }

    /** What tokens call the route that takes a path: {@code a/b} for {@code /forward/a/b}; of no route, nothing. */
    public String route(List<String> path) {
        return find(path)
                .map(route -> String.join(
                        "/", route.segments().subList(1, route.segments().size())))
                .orElse("");
    }

    /** What is kept, for purging. */
    public Caches caches() {
        return caches;
    }

    private Optional<Route> find(List<String> path) {
        Route best = null;
        for (Route route : routes) {
            if (route.begins(path)
                    && (best == null
                            || route.segments().size() > best.segments().size())) {
                best = route;
            }
        }
        return Optional.ofNullable(best);
    }

    @Override
    public Work accept(Head head) {
        Route route = find(head.path()).orElseThrow(Refusal::notFound);
        if (!route.settings().takes(head.method())) {
            throw Refusal.methodNotAllowed(
                    route.settings().methods().isEmpty()
                            ? List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
                            : route.settings().methods());
        }
        for (String encoding : head.headers("content-encoding")) {
            if (!encoding.strip().equalsIgnoreCase("identity")) {
                throw Refusal.of(415, "the body must not be compressed");
            }
        }
        List<String> rest =
                head.path().subList(route.segments().size(), head.path().size());
        TargetPath path = TargetPath.of(rest, head.target().path().endsWith("/"));
        Query query = Query.of(head.target().query())
                .without(route.settings().upstream().credentials().parameters());
        return new ForwardWork(route, head, requireNonNull(readers.get(route)), negotiated(route, head), path, query);
    }

    /** The codec that the client likes best; of several the one that it spoke itself, then the upstream's. */
    private static String negotiated(Route route, Head head) {
        Forms forms = route.answers().now().forms();
        Accepted accepted = Accepted.of(head.accept());
        List<String> order = new ArrayList<>();
        forms.codecOf(head.contentType().orElse(null)).ifPresent(order::add);
        order.add(route.settings().upstreamCodec());
        order.add("json");
        order.addAll(forms.codecs());
        String best = "";
        double most = 0;
        for (String codec : order) {
            double quality =
                    forms.codecs().contains(codec) ? accepted.of(forms.in(codec).contentType()) : 0;
            if (quality > most) {
                best = codec;
                most = quality;
            }
        }
        if (best.isEmpty()) {
            throw Refusal.of(
                    406,
                    "this route answers in "
                            + forms.codecs().stream()
                                    .map(one -> forms.in(one).contentType())
                                    .sorted()
                                    .toList());
        }
        return best;
    }

    @Override
    public Answer refused(Head head, Refusal refusal) {
        return Errors.answer(head, refusal);
    }

    @Override
    public void close() {
        engine.close();
        publishing.shutdownNow();
    }
}
