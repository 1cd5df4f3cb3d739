package dev.brine.gateway.http;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections that send a request's head, or what comes before it in TLS, byte by byte, which no idle limit ever notices; and, when nearly all
 * connections that may be open are, those that do nothing. Runs on the server's scheduler, by one thread at a time.
 */
final class ConnectionSweep implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSweep.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    /**
     * What a connection had when it was looked at.
     *
     * @param bytes when its last request was over
     * @param working whether a request was not over
     * @param begun whether a handshake or a head has begun and is not whole
     * @param since when that was seen first
     */
    private record Seen(long requests, long bytes, boolean working, boolean begun, long since) {}

    private final ServerConnector connector;
    private final int most;
    private final long headNanos;
    private final long crowdedNanos;
    private IdentityHashMap<EndPoint, Seen> seen = new IdentityHashMap<>();

    ConnectionSweep(ServerConnector connector, int most, Duration head, Duration crowded) {
        this.connector = connector;
        this.most = most;
        this.headNanos = head.toNanos();
        this.crowdedNanos = crowded.toNanos();
    }

    void start() {
        Scheduler scheduler = connector.getScheduler();
        scheduler.schedule(this, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        if (!connector.isRunning()) {
            return;
        }
        try {
            sweep(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("open connections could not be looked at");
        }
        start();
    }

    private void sweep(long now) {
        IdentityHashMap<EndPoint, Seen> next = new IdentityHashMap<>();
        boolean crowded = connector.getConnectedEndPoints().size() > most * 0.8;
        for (EndPoint end : connector.getConnectedEndPoints()) {
            Connection connection = http(end.getConnection());
            if (connection == null) {
                continue;
            }
            long requests = connection.getMessagesIn();
            long bytes = connection.getBytesIn();
            Seen before = seen.get(end);
            boolean greeting = greeting(end.getConnection());
            boolean working = requests > connection.getMessagesOut();
            if (before == null || before.requests() != requests || working || before.working()) {
                // Between two requests nothing has come yet, or one is being worked on, or was: what has come since
                // belongs
                // to its body.
                next.put(end, new Seen(requests, before == null && requests == 0 ? 0 : bytes, working, greeting, now));
                continue;
            }
            boolean begun = greeting || bytes != before.bytes();
            long waited = now - before.since();
            if (begun != before.begun()) {
                // However long it did nothing before: its time begins now.
                next.put(end, new Seen(requests, before.bytes(), false, begun, now));
            } else if (begun && waited > headNanos) {
                LOG.atDebug().log("a connection was closed whose request did not come to the end of its head");
                end.close();
            } else if (!begun && crowded && waited > crowdedNanos) {
                end.close();
            } else {
                next.put(end, before);
            }
        }
        seen = next;
    }

    /** Whether its TLS handshake is not over. */
    private static boolean greeting(@Nullable Connection connection) {
        if (!(connection instanceof SslConnection tls)) {
            return false;
        }
        // In TLS 1.3 there is a session as soon as the server has said all that it has to say.
        SSLEngine engine = tls.getSSLEngine();
        return engine.getSession().getProtocol().equals("NONE")
                || engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    private static @Nullable Connection http(@Nullable Connection connection) {
        return connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
    }
}
