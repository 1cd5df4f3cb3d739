package dev.brine.consumer.chaos;

import dev.brine.broker.BrokerException;
import dev.brine.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The brokers of a run: three, or one that is reached through a proxy, as it tells its clients that this is its
 * address.
 */
final class ChaosBroker implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final StallingProxy proxy;

    private ChaosBroker(EmbeddedBroker broker, StallingProxy proxy) {
        this.broker = broker;
        this.proxy = proxy;
    }

    static ChaosBroker start(int nodes) {
        if (nodes == 3) {
            return new ChaosBroker(properties(EmbeddedBroker.builder().nodes(3)).start(), null);
        }
        for (int tries = 5; ; tries--) {
            int port = freePort();
            StallingProxy proxy = new StallingProxy(port);
            try {
                EmbeddedBroker broker = properties(EmbeddedBroker.builder().port(port))
                        .property("advertised.listeners", "BROKER://127.0.0.1:" + proxy.port())
                        .start();
                return new ChaosBroker(broker, proxy);
            } catch (BrokerException e) {
                proxy.close();
                if (tries == 0) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedBroker.Builder properties(EmbeddedBroker.Builder builder) {
        return builder.property("group.consumer.session.timeout.ms", Long.toString(WorkerPlan.SESSION.toMillis()))
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")
                .property("offset.metadata.max.bytes", "4096");
    }

    EmbeddedBroker broker() {
        return broker;
    }

    StallingProxy proxy() {
        return proxy;
    }

    /** Of the range that no outgoing connection is given. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                continue;
            }
        }
    }

    @Override
    public void close() {
        broker.close();
        if (proxy != null) {
            proxy.close();
        }
    }
}
