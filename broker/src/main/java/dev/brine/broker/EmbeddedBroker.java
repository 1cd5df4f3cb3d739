package dev.brine.broker;

import static java.util.Objects.requireNonNull;

import dev.brine.broker.BrokerException.Reason;
import dev.brine.broker.NodeProperties.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Kafka cluster of one or three nodes in this process, on 127.0.0.1, without security.
 *
 * <p>Each node is broker and controller at once. A node keeps its ports and its data when it is stopped and started
 * again. If a node fails it is stopped and {@link #failure()} says why; this process is never ended. Safe for use by
 * several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration STOP = Duration.ofSeconds(45);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Node> running = new HashMap<>();
    private final List<Address> addresses;
    private final DataDirectory data;
    private final Map<String, String> extra;
    private final Duration deadline;
    private final Ports ports;
    private final Topics topics;
    private boolean closed;

    private EmbeddedBroker(Builder builder, Ports ports, List<Address> addresses, DataDirectory data) {
        this.ports = ports;
        this.addresses = addresses;
        this.data = data;
        this.extra = Map.copyOf(builder.properties);
        this.deadline = builder.deadline;
        this.topics = new Topics(bootstrapServers(addresses), builder.deadline);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The addresses of all nodes, running or not, as {@code 127.0.0.1:9092,...}. */
    public String bootstrapServers() {
        return bootstrapServers(addresses);
    }

    public String clusterId() {
        return data.clusterId();
    }

    /** The node ids, from 0. */
    public List<Integer> nodes() {
        return addresses.stream().map(Address::node).toList();
    }

    /** The port on which a node serves clients. */
    public int port(int nodeId) {
        return address(nodeId).port();
    }

    /** Creates a topic replicated to every node, and waits until every partition answers. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic replicated to every node, and waits until every partition answers.
     *
     * @param config topic settings such as {@code retention.ms}
     * @throws BrokerException if it exists, is not valid, or does not answer before the deadline
     */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        topics.create(name, partitions, config);
    }

    /** Stops one node, handing its partitions to others where there are any; nothing happens if it is not running. */
    public void stop(int nodeId) {
        address(nodeId);
        lock.lock();
        try {
            Node node = running.get(nodeId);
            if (node != null) {
                node.stop(Duration.ofSeconds(5));
                requireStopped(nodeId, node);
                running.remove(nodeId);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts one node again on the same ports and data; nothing happens if it is running.
     *
     * @throws BrokerException if it cannot
     */
    public void start(int nodeId) {
        Address address = address(nodeId);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("broker is closed");
            }
            Node old = running.get(nodeId);
            if (old != null && old.isServing()) {
                return;
            }
            if (old != null) {
                requireStopped(nodeId, old);
                running.remove(nodeId);
            }
            ports.bind(address.port());
            ports.bind(address.controllerPort());
            startAll(List.of(address));
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether a node was started, and has neither been stopped nor failed. */
    public boolean isRunning(int nodeId) {
        lock.lock();
        try {
            Node node = running.get(address(nodeId).node());
            return node != null && node.isServing();
        } finally {
            lock.unlock();
        }
    }

    /** Why a node has failed since it was started, such as a full disk; empty while all is well. */
    public Optional<BrokerException> failure() {
        lock.lock();
        try {
            return running.values().stream()
                    .map(Node::failure)
                    .filter(Objects::nonNull)
                    .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Stops all nodes and deletes temporary data; closing again does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            topics.close();
            // Nobody is left to take over, so there is nothing to hand over.
            running.values().forEach(node -> node.stop(Duration.ofMillis(running.size() == 1 ? 5_000 : 1)));
            boolean down = running.values().stream().allMatch(node -> node.awaitStopped(STOP));
            running.clear();
            ports.close();
            if (down) {
                data.close();
            } else {
                log.atError().log("a node did not stop; data directory {} stays locked", data);
            }
        } finally {
            lock.unlock();
        }
    }

    private void startAll(List<Address> starting) {
        long end = System.nanoTime() + deadline.toNanos();
        Map<Integer, Node> nodes = new LinkedHashMap<>();
        for (Address address : starting) {
            nodes.put(
                    address.node(),
                    new Node(
                            address.node(),
                            NodeProperties.of(address, addresses, data.of(address.node()), extra),
                            ports));
        }
        nodes.values().forEach(Node::start);
        try {
            for (Node node : nodes.values()) {
                node.await(Duration.ofNanos(end - System.nanoTime()));
            }
            running.putAll(nodes);
            if (nodes.size() == addresses.size()) {
                topics.awaitNodes(addresses.size(), Duration.ofNanos(end - System.nanoTime()));
            }
        } catch (BrokerException e) {
            nodes.values().forEach(node -> node.stop(Duration.ofMillis(1)));
            nodes.forEach((id, node) -> {
                // What does not stop stays known, so that nothing else is started on its files.
                if (node.awaitStopped(STOP)) {
                    running.remove(id);
                } else {
                    running.put(id, node);
                }
            });
            ports.close();
            if (e.reason() == Reason.DEADLINE) {
                throw new BrokerException(
                        Reason.DEADLINE,
                        "broker was not ready within " + deadline.toMillis() + " ms: " + e.getMessage(),
                        e);
            }
            throw e;
        }
    }

    private Address address(int nodeId) {
        if (nodeId < 0 || nodeId >= addresses.size()) {
            throw new IllegalArgumentException(
                    "node must be 0 to " + (addresses.size() - 1) + ", the cluster has no other: " + nodeId);
        }
        return addresses.get(nodeId);
    }

    private static void requireStopped(int nodeId, Node node) {
        if (!node.awaitStopped(STOP)) {
            throw new BrokerException(
                    Reason.FAILED, "node " + nodeId + " did not stop within " + STOP.toSeconds() + " s");
        }
    }

    private static String bootstrapServers(List<Address> addresses) {
        return addresses.stream().map(a -> Ports.HOST + ":" + a.port()).collect(Collectors.joining(","));
    }

    /** Collects what a cluster is to be like; not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, String> properties = new LinkedHashMap<>();
        private int nodes = 1;
        private int port;
        private @Nullable Path directory;
        private Duration deadline = Duration.ofSeconds(60);
        private long minimumSpace = 64L << 20;

        private Builder() {}

        /** One node (the default) or three. */
        public Builder nodes(int count) {
            if (count != 1 && count != 3) {
                throw new IllegalArgumentException("nodes must be 1 or 3: " + count);
            }
            nodes = count;
            return this;
        }

        /** The port of the first node, further nodes take the next ones; 0 (the default) takes free ones. */
        public Builder port(int first) {
            if (first < 0 || first > 65_530) {
                throw new IllegalArgumentException("port must be 0 to 65530: " + first);
            }
            port = first;
            return this;
        }

        /** Keeps the data in this directory; without it they are temporary and deleted on close. */
        public Builder data(Path kept) {
            directory = requireNonNull(kept, "data");
            return this;
        }

        /** Sets a server property on every node, over the defaults of this class. */
        public Builder property(String key, String value) {
            properties.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
            return this;
        }

        /** How long a start may take before it is given up; 60 seconds unless set. */
        public Builder deadline(Duration atMost) {
            if (atMost.isNegative() || atMost.isZero()) {
                throw new IllegalArgumentException("deadline must be longer than nothing: " + atMost);
            }
            deadline = atMost;
            return this;
        }

        Builder minimumSpace(long bytes) {
            minimumSpace = bytes;
            return this;
        }

        /**
         * Starts the cluster and waits until every node serves clients.
         *
         * @throws BrokerException if it cannot; nothing is left running then, and no port taken
         */
        public EmbeddedBroker start() {
            ExitTrap.set();
            long begin = System.nanoTime();
            Ports ports = new Ports();
            @Nullable DataDirectory data = null;
            @Nullable EmbeddedBroker broker = null;
            try {
                List<Address> addresses = addresses(ports);
                data = DataDirectory.open(directory, nodes, minimumSpace);
                broker = new EmbeddedBroker(this, ports, addresses, data);
                broker.startAll(addresses);
            } catch (RuntimeException e) {
                if (broker != null) {
                    broker.close();
                } else {
                    ports.close();
                }
                throw e;
            }
            log.atInfo().log(
                    "embedded broker ready at {} after {} ms",
                    broker.bootstrapServers(),
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            return broker;
        }

        private List<Address> addresses(Ports ports) {
            List<Address> addresses = new ArrayList<>();
            IntStream.range(0, nodes).forEach(node -> {
                int client = port == 0 ? ports.bindFree() : port + node;
                if (port != 0) {
                    ports.bind(client);
                }
                addresses.add(new Address(node, client, ports.bindFree()));
            });
            return List.copyOf(addresses);
        }
    }
}
