package dev.brine.gateway.server;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.access.AccessFile;
import dev.brine.gateway.access.Allowance;
import dev.brine.gateway.access.Gatekeeper;
import dev.brine.gateway.consume.ConsumeEndpoint;
import dev.brine.gateway.consume.ConsumerPool;
import dev.brine.gateway.flow.Binding;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.produce.ProduceEndpoint;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Serves the gateway's HTTP: records in, records out, and what is mounted beside. Starts without waiting for Kafka; while
 * that is away, requests are answered with 503 or 504.
 */
public final class GatewayServer implements AutoCloseable {

    /** The longest body of a request unless set. */
    public static final int MAX_BODY = 10 << 20;

    /** How many connections may be open unless set. */
    public static final int CONNECTIONS = 12_000;

    /** How many of them one address may have unless set: no three addresses have them all. */
    public static final int CONNECTIONS_PER_ADDRESS = 3_000;

    // What works on a request never waits for others, so more threads than keep the cores busy would only take turns.
    private static final int THREADS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private static final Duration PATIENCE = Duration.ofMillis(25);

    private final HttpFace face;
    private final Deque<AutoCloseable> closing;
    private final KafkaTopicWriter writer;

    private GatewayServer(HttpFace face, Deque<AutoCloseable> closing, KafkaTopicWriter writer) {
        this.face = face;
        this.closing = closing;
        this.writer = writer;
    }

    /**
     * The settings of a gateway at this address: bodies of 10 MiB, 12,000 connections, 3,000 of one address, two threads for each core, 25 ms of
     * patience with a queue that stands, else as any face has them.
     */
    public static HttpSettings listening(InetSocketAddress listen) {
        return HttpSettings.listening(listen)
                .withMaxBody(MAX_BODY)
                .withConnections(CONNECTIONS)
                .withConnectionsPerAddress(CONNECTIONS_PER_ADDRESS)
                .withThreads(THREADS)
                .withPatience(PATIENCE);
    }

    /**
     * Begins a gateway.
     *
     * @param registry stays the caller's, who closes it after the server
     * @param kafka properties of the cluster; {@code bootstrap.servers} is needed
     */
    public static Builder of(HttpSettings settings, SchemaRegistry registry, Map<String, ?> kafka) {
        return new Builder(settings, registry, kafka);
    }

    public int port() {
        return face.port();
    }

    /** Such as {@code http://127.0.0.1:8080}. */
    public String url() {
        return face.url();
    }

    /** Whether it listens. */
    public boolean running() {
        return face.running();
    }

    /** What writes its records, for sources that run beside it; closed with it. */
    public KafkaTopicWriter writer() {
        return writer;
    }

    /** Takes no more requests, lets the running ones end, 10 s at most, and ends what it has begun. */
    @Override
    public void close() {
        closeAll(closing);
    }

    private static void closeAll(Deque<AutoCloseable> parts) {
        RuntimeException failed = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failed = failed == null ? new IllegalStateException("the gateway did not end in order", e) : failed;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }

    /** Collects what a gateway is to be like; not safe for use by several threads. */
    public static final class Builder {

        private final HttpSettings settings;
        private final SchemaRegistry registry;
        private final Map<String, Object> kafka;
        private final List<Mount> mounts = new ArrayList<>();
        private Map<String, Binding> bindings = Map.of();
        private Limits limits = Limits.DEFAULT;
        private Optional<AccessFile> access = Optional.empty();
        private Allowance perAddress = Allowance.UNLIMITED;
        private MeterRegistry meters = Metrics.globalRegistry;
        private Duration heartbeat = Duration.ofSeconds(15);
        private int readers = 4;
        private int streams = 256;
        private @Nullable KafkaTopicWriter shared;

        private Builder(HttpSettings settings, SchemaRegistry registry, Map<String, ?> kafka) {
            this.settings = requireNonNull(settings, "settings");
            this.registry = requireNonNull(registry, "registry");
            this.kafka = new HashMap<>(kafka);
        }

        /** What topics hold, before what the registry says. */
        public Builder bindings(Map<String, Binding> byTopic) {
            bindings = Map.copyOf(byTopic);
            return this;
        }

        /** What a value may cost to decode. */
        public Builder limits(Limits most) {
            limits = requireNonNull(most, "most");
            return this;
        }

        /** Who may come in; without this, everybody who reaches the address. */
        public Builder access(AccessFile file) {
            access = Optional.of(file);
            return this;
        }

        /** What may come from one address; without this, anything. */
        public Builder perAddress(Allowance allowance) {
            perAddress = requireNonNull(allowance, "allowance");
            return this;
        }

        /** Adds a service under its own first segment; it stays the caller's, who closes it after the server. */
        public Builder mount(Mount mount) {
            mounts.add(requireNonNull(mount, "mount"));
            return this;
        }

        /** Writes with this, which stays the caller's; without it, the gateway builds one of its own. */
        public Builder writer(KafkaTopicWriter writer) {
            shared = requireNonNull(writer, "writer");
            return this;
        }

        public Builder meters(MeterRegistry registry) {
            meters = requireNonNull(registry, "registry");
            return this;
        }

        /** How often a stream without events says that it is there; 15 seconds unless set. */
        public Builder heartbeat(Duration every) {
            heartbeat = requireNonNull(every, "every");
            return this;
        }

        /** How many clients may read events at once; 256 unless set. */
        public Builder streams(int most) {
            streams = most;
            return this;
        }

        /** How many consumers read for all clients; 4 unless set. */
        public Builder readers(int number) {
            readers = number;
            return this;
        }

        /**
         * Starts serving.
         *
         * @throws IOException if the address cannot be taken
         * @throws IllegalArgumentException if the certificate or its key cannot be used
         * @throws org.apache.kafka.common.config.ConfigException if a Kafka property is not valid
         */
        public GatewayServer start() throws IOException {
            Deque<AutoCloseable> parts = new ArrayDeque<>();
            try {
                return started(parts);
            } catch (IOException | RuntimeException e) {
                closeAll(parts);
                throw e;
            }
        }

        private GatewayServer started(Deque<AutoCloseable> parts) throws IOException {
            GatewayThreads threads = new GatewayThreads();
            parts.push(threads);
            KafkaTopicWriter writer = shared;
            if (writer == null) {
                writer = ownWriter();
                parts.push(writer);
            }
            ConsumerPool pool = new ConsumerPool(kafka, readers);
            parts.push(pool);
            ConsumeEndpoint consume = new ConsumeEndpoint(
                    writer.topics(),
                    writer.formats(),
                    pool,
                    threads.executor(),
                    threads.scheduler(),
                    heartbeat,
                    streams,
                    meters);
            ProduceEndpoint produce = new ProduceEndpoint(writer, threads.executor(), threads.scheduler());
            GatewayService service =
                    new GatewayService(new Gatekeeper(access, perAddress, meters), produce, consume, mounts);
            HttpFace face = HttpFace.start(settings, service, meters);
            parts.push(face);
            // Streams and those who wait for records end first, or the face would wait for them.
            parts.push(consume);
            return new GatewayServer(face, parts, writer);
        }

        private KafkaTopicWriter ownWriter() {
            Map<String, Object> properties = new HashMap<>(kafka);
            // A client waits for the deadline of its request, not for Kafka's two minutes.
            properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "15000");
            properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "7500");
            return KafkaTopicWriter.of(new TopicFormats(registry, bindings, limits, meters))
                    .kafka(properties)
                    .meters(meters)
                    .build();
        }
    }
}
