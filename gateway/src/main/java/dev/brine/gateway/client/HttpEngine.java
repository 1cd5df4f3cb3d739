package dev.brine.gateway.client;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The threads and connections that all upstreams share.
 *
 * <p>HTTP/1.1 only, so that the cap on calls is one on connections; no proxy, no cookies, no redirects. Its threads are a
 * few for bytes, a few for what is done with answers, a few for names, one for deadlines, and that of the JDK's client,
 * which ends when nobody holds it any more. The bodies of all answers that come at a time are bounded together, by an
 * eighth of the heap. Closing ends the calls that are under way.
 */
public final class HttpEngine implements AutoCloseable {

    private static final int WORKERS = 8;
    private static final int TRANSFERS = 4;
    private static final int LOOKUPS = 8;
    private static final int LOOKUPS_WAITING = 512;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final HttpClient http;
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor transfers;
    private final ThreadPoolExecutor lookups;
    private final ScheduledThreadPoolExecutor timer;
    private final Lookup lookup;
    private final MeterRegistry meters;
    private final BodyBudget budget = BodyBudget.ofHeap();
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HttpEngine(Lookup lookup, @Nullable SSLContext tls, MeterRegistry meters) {
        this.lookup = lookup;
        this.meters = requireNonNull(meters, "meters");
        this.workers = pool("brine-upstream-", WORKERS, Integer.MAX_VALUE);
        this.transfers = pool("brine-upstream-io-", TRANSFERS, Integer.MAX_VALUE);
        this.lookups = pool("brine-upstream-names-", LOOKUPS, LOOKUPS_WAITING);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "brine-upstream-time"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT)
                // Its own, so that bytes go on coming while answers are worked on.
                .executor(transfers);
        if (tls != null) {
            builder.sslContext(tls);
        }
        this.http = builder.build();
    }

    public static HttpEngine start(MeterRegistry meters) {
        return new HttpEngine(InetAddress::getAllByName, null, meters);
    }

    /** An engine that trusts what {@code tls} trusts. */
    public static HttpEngine start(MeterRegistry meters, SSLContext tls) {
        return new HttpEngine(InetAddress::getAllByName, tls, meters);
    }

    static HttpEngine start(MeterRegistry meters, Lookup lookup) {
        return new HttpEngine(lookup, null, meters);
    }

    HttpClient http() {
        return http;
    }

    BodyBudget budget() {
        return budget;
    }

    Lookup lookup() {
        return lookup;
    }

    Executor lookups() {
        return lookups;
    }

    MeterRegistry meters() {
        return meters;
    }

    boolean closed() {
        return closed;
    }

    /** Where answers are worked on; nothing that waits belongs here. */
    public Executor executor() {
        return workers;
    }

    /** Has something done later, on {@link #executor()}; at once, on the thread that closes, when the engine is closed. */
    public Later after(Duration delay, Runnable task) {
        Pending one = new Pending(task);
        pending.add(one);
        var scheduled = timer.schedule(() -> workers.execute(one), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {
            scheduled.cancel(false);
            one.drop();
        };
    }

    /** Something that is to be done later. */
    public interface Later {

        /** Has it not done, unless it has begun. */
        void cancel();
    }

    private final class Pending implements Runnable {

        private final Runnable task;

        Pending(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (drop()) {
                task.run();
            }
        }

        boolean drop() {
            return pending.remove(this);
        }
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        lookups.shutdownNow();
        // Nobody waits for ever for an engine that is gone: deadlines and pauses end now.
        pending.forEach(Pending::run);
        workers.shutdown();
        transfers.shutdown();
    }

    private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                30,
                TimeUnit.SECONDS,
                waiting == Integer.MAX_VALUE ? new LinkedBlockingQueue<>() : new ArrayBlockingQueue<>(waiting),
                task -> daemon(task, name + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
