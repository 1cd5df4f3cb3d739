package dev.brine.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections one address may have, or one IPv6 network. One more is closed by the thread that accepts it, before anything is made for
 * it: neither a TLS handshake nor a buffer. Safe for use by many threads.
 */
final class AddressLimit implements SelectorManager.AcceptListener {

    private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);
    private static final Duration TELL = Duration.ofMinutes(1);

    private final int most;
    private final Runnable refused;
    private final LongSupplier nanos;
    private final Map<SelectableChannel, InetAddress> inside = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> ofNetwork = new ConcurrentHashMap<>();
    private final AtomicLong told;

    /** @param refused is told of each connection that is closed */
    AddressLimit(int most, Runnable refused, LongSupplier nanos) {
        this.most = most;
        this.refused = refused;
        this.nanos = nanos;
        this.told = new AtomicLong(nanos.getAsLong() - TELL.toNanos());
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        InetAddress address = address(channel);
        if (address == null) {
            return;
        }
        InetAddress network = ClientNetwork.of(address);
        if (ofNetwork.merge(network, 1, Integer::sum) > most) {
            leave(network);
            refused.run();
            tell(network);
            close(channel);
            return;
        }
        inside.put(channel, network);
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, @Nullable Throwable cause) {
        gone(channel);
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        gone(channel);
    }

    private void gone(SelectableChannel channel) {
        InetAddress network = inside.remove(channel);
        if (network != null) {
            leave(network);
        }
    }

    private void leave(InetAddress network) {
        ofNetwork.computeIfPresent(network, (same, count) -> count == 1 ? null : count - 1);
    }

    // Whose proxy is cut off must find out why; an attack must not fill the log.
    private void tell(InetAddress network) {
        long last = told.get();
        long now = nanos.getAsLong();
        if (now - last >= TELL.toNanos() && told.compareAndSet(last, now)) {
            LOG.atWarn()
                    .log(
                            "{} has {} connections, as many as one address (of IPv6: one network of 64 bits) may have, and"
                                    + " more are closed; for a proxy raise connections-per-address, or set it to 0",
                            network.getHostAddress(),
                            most);
        }
    }

    private static @Nullable InetAddress address(SelectableChannel channel) {
        try {
            return channel instanceof SocketChannel socket
                            && socket.getRemoteAddress() instanceof InetSocketAddress remote
                    ? remote.getAddress()
                    : null;
        } catch (IOException e) {
            // It has gone already, which whoever registers it finds out.
            LOG.atDebug().addKeyValue("error", e.toString()).log("a connection without an address");
            return null;
        }
    }

    private static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("error", e.toString()).log("a connection could not be closed");
        }
    }
}
