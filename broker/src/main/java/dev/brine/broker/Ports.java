package dev.brine.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.server.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a cluster, bound before Kafka starts and handed to it when it asks.
 *
 * <p>Not safe for use by several threads except through {@link #openServerSocket}.
 */
final class Ports implements ServerSocketFactory, AutoCloseable {

    static final String HOST = "127.0.0.1";

    // Below the range from which systems take ports for outgoing connections: a client that looks for a stopped node
    // could otherwise be given the node's own port and connect to itself.
    private static final int LOWEST_FREE = 20_000;
    private static final int HIGHEST_FREE = 32_000;
    private static final int TRIES = 500;
    private static final int BACKLOG = 50;

    private final Map<Integer, ServerSocketChannel> bound = new HashMap<>();

    /** Binds exactly this port. */
    synchronized void bind(int port) {
        try {
            bound.put(port, open(port));
        } catch (IOException e) {
            throw inUse(port, e);
        }
    }

    /** Binds a port that nobody uses, and tells which. */
    synchronized int bindFree() {
        @Nullable IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_FREE, HIGHEST_FREE);
            try {
                bound.put(port, open(port));
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new BrokerException(
                BrokerException.Reason.PORT_IN_USE,
                "no free port between " + LOWEST_FREE + " and " + HIGHEST_FREE + " on " + HOST + " in " + TRIES
                        + " tries",
                last);
    }

    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listener, InetSocketAddress address, int receiveBuffer, int backlog) throws IOException {
        ServerSocketChannel channel = bound.remove(address.getPort());
        if (channel == null) {
            throw new BindException(
                    "listener " + listener + " asks for port " + address.getPort() + " which was not reserved for it");
        }
        channel.configureBlocking(false);
        return channel;
    }

    /** Gives back what Kafka has not taken. */
    @Override
    public synchronized void close() {
        bound.values().forEach(Ports::closeQuietly);
        bound.clear();
    }

    private static ServerSocketChannel open(int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(new InetSocketAddress(HOST, port), BACKLOG);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    private static void closeQuietly(ServerSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // A listening socket has nothing to lose when its close fails.
            return;
        }
    }

    private static BrokerException inUse(int port, IOException cause) {
        return new BrokerException(
                BrokerException.Reason.PORT_IN_USE,
                "port " + port + " on " + HOST + " cannot be used (" + cause.getMessage()
                        + "); stop what listens there or choose another port, 0 for any free one",
                cause);
    }
}
