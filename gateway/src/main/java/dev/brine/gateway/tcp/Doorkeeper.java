package dev.brine.gateway.tcp;

import dev.brine.gateway.http.ClientNetwork;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may come in: from allowed addresses, and not too many at once, of one address or IPv6 network either. Safe for use by
 * many threads.
 */
final class Doorkeeper {

    private final List<Cidr> allowed;
    private final int most;
    private final int mostOfOne;
    private final AtomicInteger inside = new AtomicInteger();
    private final Map<InetAddress, Integer> ofNetwork = new ConcurrentHashMap<>();

    /** @param allowed empty for everybody */
    Doorkeeper(List<Cidr> allowed, int most, int mostOfOne) {
        this.allowed = List.copyOf(allowed);
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Lets a connection in, or says in a word why not. */
    Optional<String> enter(InetAddress address) {
        if (!allowed.isEmpty() && allowed.stream().noneMatch(range -> range.contains(address))) {
            return Optional.of("address");
        }
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            return Optional.of("connections");
        }
        if (ofNetwork.merge(ClientNetwork.of(address), 1, Integer::sum) > mostOfOne) {
            leave(address);
            return Optional.of("connections-of-address");
        }
        return Optional.empty();
    }

    void leave(InetAddress address) {
        inside.decrementAndGet();
        ofNetwork.computeIfPresent(ClientNetwork.of(address), (same, count) -> count == 1 ? null : count - 1);
    }

    int inside() {
        return inside.get();
    }
}
