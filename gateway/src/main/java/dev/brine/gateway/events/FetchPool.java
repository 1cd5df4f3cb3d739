package dev.brine.gateway.events;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.Reply;
import dev.brine.gateway.client.Upstream;
import dev.brine.gateway.client.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches many pages at a time, and gives each as an event: {@code on(Fetched.Page.class, ...)} and {@code
 * on(Fetched.Missed.class, ...)}, without a key. Each address that was taken gives exactly one event, also when it fails
 * and when the pool is closed. Addresses of one server are begun in the order in which they came, those of a server that
 * has as many fetches as it may are overtaken by others. Redirects are followed on the same server only.
 *
 * <p>A thread that fetched a page waits until the feed has room for it, so slow handlers slow down the fetching.
 */
public final class FetchPool implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FetchPool.class);

    private static final int REDIRECTS = 5;

    private final HttpEngine engine;
    private final FetchSettings settings;
    private final Feed feed;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<URI> waiting = new ArrayDeque<>();

    /** Fetches under way, by server. */
    private final Map<String, Integer> running = new HashMap<>();

    private boolean closed;
    private boolean refusing;

    private FetchPool(HttpEngine engine, FetchSettings settings, Feed feed) {
        this.engine = requireNonNull(engine, "engine");
        this.settings = requireNonNull(settings, "settings");
        this.feed = requireNonNull(feed, "feed");
    }

    /**
     * Starts a pool that hands what it fetches to a feed.
     *
     * @param engine stays the caller's, and must outlive the pool
     */
    public static FetchPool start(HttpEngine engine, FetchSettings settings, Feed feed) {
        FetchPool pool = new FetchPool(engine, settings, feed);
        for (int i = 1; i <= settings.atOnce(); i++) {
            Thread thread = new Thread(pool::run, "brine-fetch-" + settings.name() + "-" + i);
            thread.setDaemon(true);
            pool.threads.add(thread);
            thread.start();
        }
        return pool;
    }

    /**
     * Takes an address, and waits while as many wait as may. Not for handlers of the pool's own events.
     *
     * @throws IllegalStateException if the pool is closed
     */
    public void fetch(URI uri) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && waiting.size() >= settings.waiting()) {
                changed.await();
            }
            requireOpen();
            add(uri);
        } finally {
            lock.unlock();
        }
    }

    /** Takes addresses one by one, as {@link #fetch}. */
    public void fetchAll(Collection<URI> uris) throws InterruptedException {
        for (URI uri : uris) {
            fetch(uri);
        }
    }

    /** Takes an address if there is room for one. */
    public boolean tryFetch(URI uri) {
        lock.lock();
        try {
            requireOpen();
            if (waiting.size() >= settings.waiting()) {
                return false;
            }
            add(uri);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pool " + settings.name() + " is closed");
        }
    }

    private void add(URI uri) {
        waiting.add(requireNonNull(uri, "uri"));
        changed.signalAll();
    }

    private void run() {
        try {
            for (URI uri = take(); uri != null; uri = take()) {
                Fetched fetched;
                try {
                    fetched = fetched(uri);
                } catch (RuntimeException e) {
                    fetched = new Fetched.Missed(
                            uri,
                            0,
                            "failed",
                            "it could not be asked for: " + e.getClass().getSimpleName());
                } finally {
                    release(server(uri));
                }
                give(fetched);
            }
        } catch (InterruptedException e) {
            log.atDebug().log("a thread of {} was interrupted", settings.name());
        }
    }

    /** The first address whose server may be asked now; null when the pool is closed and empty. */
    private @Nullable URI take() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                for (Iterator<URI> each = waiting.iterator(); each.hasNext(); ) {
                    URI uri = each.next();
                    int under = running.getOrDefault(server(uri), 0);
                    // After the time to close nobody is asked any more, so there is nothing to hold back.
                    if (refusing || under < settings.perHost()) {
                        each.remove();
                        running.put(server(uri), under + 1);
                        changed.signalAll();
                        return uri;
                    }
                }
                if (closed && waiting.isEmpty()) {
                    return null;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(String server) {
        lock.lock();
        try {
            running.computeIfPresent(server, (same, count) -> count == 1 ? null : count - 1);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Fetched fetched(URI uri) throws InterruptedException {
        if (isRefusing()) {
            return new Fetched.Missed(uri, 0, "closed", "the pool is closed");
        }
        if (!settings.allows(uri)) {
            return new Fetched.Missed(uri, 0, "not-allowed", "its host is none that may be asked");
        }
        URI server = URI.create(server(uri));
        Upstream upstream = Upstream.of(
                engine,
                UpstreamSettings.of(settings.name(), server)
                        .within(settings.deadline())
                        .bounded(settings.maxBody(), settings.perHost())
                        .redirected(REDIRECTS)
                        // Each page is asked for once, so there is no series of failures to break.
                        .withoutCircuit()
                        .with(settings.networks()));
        Reply reply;
        try {
            reply = upstream.send(Call.get(uri)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply never fails", e);
        }
        if (reply instanceof Reply.Failed failed) {
            String reason = failed.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new Fetched.Missed(uri, 0, reason, failed.message());
        }
        Reply.Answered answered = (Reply.Answered) reply;
        return answered.ok()
                ? new Fetched.Page(uri, answered.status(), answered.headers(), answered.body())
                : new Fetched.Missed(uri, answered.status(), "status", "it was answered with " + answered.status());
    }

    private void give(Fetched fetched) throws InterruptedException {
        var unused = feed.give(null, fetched).whenComplete((nothing, failure) -> {
            if (failure != null) {
                log.atWarn()
                        .addKeyValue("error", failure.toString())
                        .log("a page of {} was not handled", settings.name());
            }
        });
    }

    private static String server(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    private boolean isRefusing() {
        lock.lock();
        try {
            return refusing;
        } finally {
            lock.unlock();
        }
    }

    /** Ends with 30 seconds for what waits. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }

    /**
     * Takes nothing more, and fetches what waits; what is not begun within the time is given as missed. Then waits for what is
     * under way, at most the deadline of one fetch and a second for its handing over, and ends the threads.
     */
    public void close(Duration atMost) {
        stop(false);
        try {
            join(atMost);
            stop(true);
            join(settings.deadline().plusSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.forEach(Thread::interrupt);
    }

    private void stop(boolean refuse) {
        lock.lock();
        try {
            closed = true;
            refusing = refuse;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void join(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }
}
