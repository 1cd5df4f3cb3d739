package dev.brine.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Service} over HTTP/1.1.
 *
 * <p>Bounded in everything: connections, size of headers and bodies, the time of an exchange, threads, and requests that
 * wait for one. No thread is held while a body comes, an answer is waited for, or a client is slow to take one. Work that
 * takes time never keeps those waiting that are answered from memory, and what would wait for it too long is refused before
 * its body is read. Closing it takes no more requests and lets the running ones end.
 */
public final class HttpFace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFace.class);

    private static final int WAITING = 1_000;
    private static final int HEADERS = 16 << 10;
    private static final long IDLE_MILLIS = 60_000;
    private static final long END_MILLIS = 10_000;
    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration CROWDED = Duration.ofSeconds(5);
    // Jetty leaves this to every connection when it stops, also to one that takes an answer: none may run by then.
    private static final long SHUTDOWN_IDLE_MILLIS = 50;
    private static final long STOP_MILLIS = 1_000;

    // Paths lead to no file, and every segment is decoded by itself: a subject may have slashes and dots in its name.
    private static final UriCompliance NAMES_MAY_BE_ODD = UriCompliance.UNSAFE;

    private final Server server;
    private final ServerConnector connector;
    private final GracefulHandler running;
    private final WorkQueue workers;
    private final HttpSettings settings;

    private HttpFace(
            Server server,
            ServerConnector connector,
            GracefulHandler running,
            WorkQueue workers,
            HttpSettings settings) {
        this.server = server;
        this.connector = connector;
        this.running = running;
        this.workers = workers;
        this.settings = settings;
    }

    /**
     * Starts serving.
     *
     * @throws IOException if the address cannot be taken
     * @throws IllegalArgumentException if the certificate or its key cannot be used
     */
    public static HttpFace start(HttpSettings settings, Service service, MeterRegistry meters) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(24, 4);
        threads.setName("brine-" + service.name());
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, settings);
        WorkQueue workers =
                new WorkQueue(service.name(), settings.threads(), WAITING, settings.patience(), System::nanoTime);
        ByteBudget budget = new ByteBudget(settings.bodiesInFlight());
        FaceMeters faceMeters = new FaceMeters(service.name(), meters, budget);
        Front front = new Front(service, workers, settings, faceMeters, budget);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.connections(), connector));
        faceMeters.connections(connector, open -> open.getConnectedEndPoints().size());
        if (settings.connectionsPerAddress() > 0) {
            connector
                    .getSelectorManager()
                    .addEventListener(new AddressLimit(
                            settings.connectionsPerAddress(),
                            () -> faceMeters.closed("connections-of-address"),
                            System::nanoTime));
        }
        connector.addBean(new SslHandshakeListener() {
            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                faceMeters.closed("handshake");
                LOG.atDebug().addKeyValue("error", failure.toString()).log("a TLS handshake failed");
            }
        });
        GracefulHandler running = new GracefulHandler(front);
        server.setHandler(running);
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(STOP_MILLIS);
        HttpFace face = new HttpFace(server, connector, running, workers, settings);
        try {
            server.start();
            new ConnectionSweep(connector, settings.connections(), HEAD, CROWDED).start();
        } catch (IOException | RuntimeException e) {
            face.close();
            throw e;
        } catch (Exception e) {
            face.close();
            throw new IOException("the HTTP server cannot start: " + e.getMessage(), e);
        }
        return face;
    }

    private static ServerConnector connector(Server server, HttpSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADERS);
        http.setUriCompliance(NAMES_MAY_BE_ODD);
        // What servers read in different ways, such as a line that ends without its carriage return, is no request.
        http.setHttpCompliance(HttpCompliance.STRICT);
        // Jetty's memory of the headers of a connection is a hundred KiB for each, as long as it is open.
        http.setHeaderCacheSize(0);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = settings.tls()
                .map(how -> new ServerConnector(
                        server, 1, 1, new SslConnectionFactory(how.context(), plain.getProtocol()), plain))
                .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
        connector.setHost(settings.listen().getAddress().getHostAddress());
        connector.setPort(settings.listen().getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(256);
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        return connector;
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** Such as {@code http://127.0.0.1:8081}. */
    public String url() {
        InetSocketAddress at = settings.listen();
        String host = at.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : at.getAddress().getHostAddress();
        return (settings.tls().isPresent() ? "https" : "http") + "://"
                + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
    }

    /** Whether it listens. */
    public boolean running() {
        return server.isRunning();
    }

    /**
     * Takes no more requests, which are answered with 503, waits up to 10 s until those that are running have ended and
     * their clients have the answer, and ends.
     */
    @Override
    public void close() {
        try {
            running.shutdown().get(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.atWarn()
                    .addKeyValue("requests", running.getCurrentRequestCount())
                    .log("the HTTP server ends before what is running in it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("HTTP server did not stop in order");
        }
        workers.close();
    }
}
