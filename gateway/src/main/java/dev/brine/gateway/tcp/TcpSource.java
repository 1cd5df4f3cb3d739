package dev.brine.gateway.tcp;

import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.http.ByteBudget;
import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.Source;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.source.SourceType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a TCP port, writes each frame to a topic, and answers as it is configured.
 *
 * <p>Bounded in everything: connections (of all, and of one address), length and time of a frame, silence, frames without
 * answer, memory of frames that are not whole (64 MiB together). Over a bound the client is made to wait by not reading,
 * or, where waiting would not help, its connection ends.
 */
public final class TcpSource implements Source {

    private static final Logger log = LoggerFactory.getLogger(TcpSource.class);

    private static final long PARTIAL_BYTES = 64L << 20;
    private static final long REPLY_BYTES = 64L << 20;
    private static final int THREADS = 16;
    private static final int REPLY_THREADS = 8;
    private static final String PROTOCOL = "brine-frames";
    private static final Duration LOOK = Duration.ofMillis(10);

    private final TcpSettings settings;
    private final @Nullable ReplyHandler handler;
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private final Doorkeeper door;
    private volatile @Nullable Server server;
    private volatile @Nullable ServerConnector connector;
    private volatile @Nullable ExecutorService replies;
    private volatile @Nullable FrameWork work;

    TcpSource(TcpSettings settings, @Nullable ReplyHandler handler) {
        this.settings = settings;
        this.handler = handler;
        this.door = new Doorkeeper(settings.allow(), settings.connections(), settings.connectionsPerAddress());
    }

    /**
     * What stands behind {@code type: tcp}.
     *
     * @param handlers finds handlers of replies by their names, but for {@value ReplyHandler#ECHO}
     */
    public static SourceType type(Function<String, ReplyHandler> handlers) {
        return section -> {
            TcpSettings settings = TcpSettings.from(section);
            ReplyHandler handler = settings.handler()
                    .map(name -> name.equals(ReplyHandler.ECHO) ? (ReplyHandler) value -> value : handlers.apply(name))
                    .orElse(null);
            return new TcpSource(settings, handler);
        };
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public Set<String> topics() {
        return Set.of(settings.topic());
    }

    @Override
    public void start(SourceContext context) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 3);
        threads.setName("brine-tcp-" + settings.name());
        threads.setDaemon(true);
        ExecutorService pool = Executors.newFixedThreadPool(handler == null ? 1 : REPLY_THREADS, task -> {
            Thread thread = new Thread(task, "brine-tcp-" + settings.name() + "-reply");
            thread.setDaemon(true);
            return thread;
        });
        replies = pool;
        TcpMeters meters = new TcpMeters(settings.name(), context.meters());
        meters.connections(door, Doorkeeper::inside);
        FrameWork doing = new FrameWork(settings, context, handler, pool, meters);
        work = doing;
        Server made = new Server(threads);
        Frames frames = new Frames(doing, meters);
        ServerConnector listening = settings.tls()
                .map(how -> new ServerConnector(made, 1, 1, new SslConnectionFactory(how.context(), PROTOCOL), frames))
                .orElseGet(() -> new ServerConnector(made, 1, 1, frames));
        InetSocketAddress at = settings.listen().resolve();
        listening.setHost(at.getAddress().getHostAddress());
        listening.setPort(at.getPort());
        listening.setIdleTimeout(settings.idle().toMillis());
        listening.setAcceptQueueSize(1_024);
        made.addConnector(listening);
        made.setStopTimeout(0);
        server = made;
        connector = listening;
        made.start();
        log.atInfo().log("tcp source {} listens on {}:{}", settings.name(), listening.getHost(), port());
    }

    /** The port that it listens on. */
    public int port() {
        ServerConnector listening = connector;
        return listening == null ? -1 : listening.getLocalPort();
    }

    @Override
    public void close(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        ServerConnector listening = connector;
        Server running = server;
        ExecutorService pool = replies;
        if (listening != null) {
            listening.close();
        }
        conversations.forEach(Conversation::drain);
        FrameWork made = work;
        while ((!conversations.isEmpty() || (made != null && made.open() > 0)) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        if (!conversations.isEmpty()) {
            log.atWarn()
                    .log("tcp source {} ends with {} connections unanswered", settings.name(), conversations.size());
        }
        if (made != null && made.open() > 0) {
            log.atError()
                    .log(
                            "tcp source {} ends with {} frames that are not stored and are lost",
                            settings.name(),
                            made.open());
        }
        if (running != null) {
            try {
                running.stop();
            } catch (Exception e) {
                log.atWarn().addKeyValue("error", e.toString()).log("tcp source {} did not stop in order", name());
            }
        }
        if (pool != null) {
            pool.shutdownNow();
        }
    }

    @Override
    public Condition condition() {
        Server running = server;
        ServerConnector listening = connector;
        if (running == null || listening == null) {
            return Condition.notReady("not started");
        }
        boolean up = running.isRunning() && listening.isOpen();
        return up
                ? new Condition(
                        true, true, "ok", null, Map.of("connections", door.inside(), "address", address(listening)))
                : Condition.notReady("no longer listening");
    }

    private static String address(ServerConnector listening) {
        return new HostPort(listening.getHost(), listening.getLocalPort()).toString();
    }

    /** Makes conversations of accepted connections. */
    private final class Frames extends AbstractConnectionFactory {

        private final FrameWork work;
        private final TcpMeters meters;
        private final ByteBudget partial = new ByteBudget(Math.max(PARTIAL_BYTES, 2L * settings.maxFrame()));
        private final ByteBudget replies = new ByteBudget(Math.max(REPLY_BYTES, 2L * settings.maxFrame()));

        Frames(FrameWork work, TcpMeters meters) {
            super(PROTOCOL);
            this.work = work;
            this.meters = meters;
        }

        @Override
        public Connection newConnection(Connector accepting, EndPoint endPoint) {
            Conversation.Shared shared = new Conversation.Shared(
                    settings, work, door, partial, replies, accepting.getScheduler(), meters, new Conversation.Open() {
                        @Override
                        public void began(Conversation conversation) {
                            conversations.add(conversation);
                        }

                        @Override
                        public void ended(Conversation conversation) {
                            conversations.remove(conversation);
                        }
                    });
            return configure(new Conversation(endPoint, accepting.getExecutor(), shared), accepting, endPoint);
        }
    }
}
