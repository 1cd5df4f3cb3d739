package dev.brine.gateway.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.brine.gateway.cache.Entry.Kept;
import dev.brine.gateway.cache.Entry.Line;
import dev.brine.gateway.cache.Entry.Passing;
import dev.brine.gateway.cache.Served.How;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one route.
 *
 * <p>Who asks first for what is not kept loads it, for all who ask meanwhile, whatever codec they want; the load's deadline
 * is theirs too. An answer that is no longer fresh is given at once while one conditional load runs; an answer that must
 * not be given stale is asked for again first, once for all. A failure leaves what is kept where it is until its hard end,
 * if the settings say so. What came back as private or not to be stored is given to nobody but who asked for it.
 *
 * <p>Lifetimes vary by a tenth, so that what came together does not end together. Weights are bytes. Safe for use by many
 * threads; nothing here waits.
 */
public final class ResponseCache {

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final double JITTER = 0.1;

    private final CacheSettings settings;
    private final Ticker ticker;
    private final Clock clock;
    private final DoubleSupplier random;
    private final CacheMeters meters;
    private final AsyncCache<CacheKey, Entry> cache;
    private final ConcurrentMap<CacheKey, CompletableFuture<Entry>> entries;
    private final ConcurrentMap<CacheKey, CompletableFuture<Entry>> refreshing = new ConcurrentHashMap<>();

    /** A cache in real time; {@code executor} does its upkeep. */
    public ResponseCache(String route, CacheSettings settings, Executor executor, MeterRegistry meters) {
        this(
                route,
                settings,
                executor,
                meters,
                Ticker.systemTicker(),
                Clock.systemUTC(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    ResponseCache(
            String route,
            CacheSettings settings,
            Executor executor,
            MeterRegistry meters,
            Ticker ticker,
            Clock clock,
            DoubleSupplier random) {
        this.settings = settings;
        this.ticker = ticker;
        this.clock = clock;
        this.random = random;
        this.meters = new CacheMeters(route, meters);
        this.cache = Caffeine.newBuilder()
                .maximumWeight(settings.maxBytes())
                .<CacheKey, Entry>weigher(ResponseCache::weight)
                .expireAfter(new HardLifetime())
                .evictionListener((key, entry, cause) -> this.meters.evicted(cause))
                .ticker(ticker)
                .executor(executor)
                .buildAsync();
        this.entries = cache.asMap();
        Gauge.builder("brine.cache.entries", cache, one -> one.synchronous().estimatedSize())
                .description("Answers that are kept")
                .tag("route", route)
                .register(meters);
        Gauge.builder("brine.cache.bytes", cache, one -> one.synchronous()
                        .policy()
                        .eviction()
                        .map(policy -> policy.weightedSize().orElse(0))
                        .orElse(0L))
                .description("Bytes of answers that are kept")
                .baseUnit("bytes")
                .tag("route", route)
                .register(meters);
    }

    /** The answer under a key, from here or by the loader. Fails only if the loader does. */
    public CompletableFuture<Served> get(CacheKey key, Loader loader) {
        return found(key, loader).thenApply(served -> {
            meters.served(served);
            return served;
        });
    }

    private CompletableFuture<Served> found(CacheKey key, Loader loader) {
        while (true) {
            CompletableFuture<Entry> mine = new CompletableFuture<>();
            CompletableFuture<Entry> there = entries.putIfAbsent(key, mine);
            if (there == null) {
                return load(key, mine, loader).thenApply(entry -> served(entry, How.MISS, false));
            }
            if (!there.isDone()) {
                return shared(there, How.MISS, loader);
            }
            if (!there.isCompletedExceptionally() && there.join() instanceof Kept kept) {
                long now = ticker.read();
                if (now - kept.hardAt() < 0) {
                    return kept(key, kept, now, loader);
                }
            }
            entries.remove(key, there);
        }
    }

    /** A fresh answer with its body in a codec, if both are there; nothing is loaded, and nothing made. */
    public Optional<Ready> ready(CacheKey key, String codec) {
        CompletableFuture<Entry> there = entries.get(key);
        long now = ticker.read();
        if (there == null
                || !there.isDone()
                || there.isCompletedExceptionally()
                || !(there.join() instanceof Kept kept)
                || now - kept.softAt() >= 0) {
            return Optional.empty();
        }
        Optional<Representation> body = known(kept, kept.content(), codec);
        if (body.isEmpty() && kept.content().own().isPresent()) {
            return Optional.empty();
        }
        Served served = served(kept, How.HIT, false);
        meters.served(served);
        return Optional.of(new Ready(served, body));
    }

    /**
     * An answer that can be given at once.
     *
     * @param body empty if the answer has none
     */
    public record Ready(Served served, Optional<Representation> body) {}

    private CompletableFuture<Served> kept(CacheKey key, Kept kept, long now, Loader loader) {
        if (now - kept.softAt() < 0) {
            return CompletableFuture.completedFuture(served(kept, How.HIT, false));
        }
        if (!kept.stale()) {
            CompletableFuture<Entry> mine = new CompletableFuture<>();
            CompletableFuture<Entry> running = refreshing.putIfAbsent(key, mine);
            if (running != null) {
                return shared(running, How.REVALIDATED, loader);
            }
            refresh(key, kept, mine, loader);
            return mine.thenApply(entry -> served(entry, How.REVALIDATED, false));
        }
        if (kept.line().due(now)) {
            CompletableFuture<Entry> mine = new CompletableFuture<>();
            if (refreshing.putIfAbsent(key, mine) == null) {
                refresh(key, kept, mine, loader);
            }
        }
        return CompletableFuture.completedFuture(served(kept, How.STALE, false));
    }

    /** Waits for somebody else's load; what came to them alone is loaded again for us. */
    private CompletableFuture<Served> shared(CompletableFuture<Entry> running, How how, Loader loader) {
        return running.thenCompose(entry -> {
            if (entry instanceof Passing passing && !passing.shareable()) {
                return timed(loader, Map.of()).thenApply(loaded -> served(passing(loaded), How.MISS, false));
            }
            return CompletableFuture.completedFuture(served(entry, how, true));
        });
    }

    private CompletableFuture<Entry> load(CacheKey key, CompletableFuture<Entry> mine, Loader loader) {
        var unused = timed(loader, Map.of()).whenComplete((loaded, failure) -> {
            try {
                if (loaded == null) {
                    throw new CompletionException(failure);
                }
                Entry entry = entry(key, loaded);
                // Who asks from now on must not get what was for those who asked before.
                if (entry instanceof Passing) {
                    entries.remove(key, mine);
                }
                mine.complete(entry);
            } catch (RuntimeException e) {
                entries.remove(key, mine);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    private void refresh(CacheKey key, Kept kept, CompletableFuture<Entry> mine, Loader loader) {
        var unused = timed(loader, kept.origin().conditions()).whenComplete((loaded, failure) -> {
            try {
                mine.complete(refreshed(key, kept, loaded, failure));
            } catch (RuntimeException e) {
                mine.completeExceptionally(e);
            } finally {
                refreshing.remove(key, mine);
            }
        });
    }

    private Entry refreshed(CacheKey key, Kept kept, @Nullable Loaded loaded, @Nullable Throwable failure) {
        if (loaded instanceof Loaded.NotModified same) {
            Origin merged = kept.origin().updatedBy(same.origin());
            Entry renewed = entry(key, new Loaded.Fresh(kept.content(), merged), kept.others());
            swap(key, kept.line(), renewed);
            return renewed;
        }
        if (loaded instanceof Loaded.Fresh) {
            Entry next = entry(key, loaded);
            swap(key, kept.line(), next);
            return next;
        }
        if (kept.stale() && settings.staleIfError()) {
            kept.line().notBefore(ticker.read() + AFTER_FAILURE.toNanos());
        } else if (!settings.staleIfError()) {
            remove(key, kept.line());
        }
        if (loaded == null) {
            throw new CompletionException(failure);
        }
        return passing(loaded);
    }

    /** Puts {@code next} where {@code line} stands, unless that was purged or replaced meanwhile. */
    private void swap(CacheKey key, Line line, Entry next) {
        if (next instanceof Passing) {
            remove(key, line);
            return;
        }
        CompletableFuture<Entry> there = entries.get(key);
        while (stands(there, line) && !entries.replace(key, there, CompletableFuture.completedFuture(next))) {
            there = entries.get(key);
        }
    }

    private void remove(CacheKey key, Line line) {
        CompletableFuture<Entry> there = entries.get(key);
        while (stands(there, line) && !entries.remove(key, there)) {
            there = entries.get(key);
        }
    }

    private static boolean stands(@Nullable CompletableFuture<Entry> there, Line line) {
        return there != null
                && there.isDone()
                && !there.isCompletedExceptionally()
                && there.join() instanceof Kept kept
                && kept.line() == line;
    }

    /**
     * The body of an answer in a codec: its own, one that is kept, or one that is made now, and kept with it if the
     * answer itself is kept and has room for it.
     */
    public Optional<Representation> body(CacheKey key, Content content, String codec) {
        CompletableFuture<Entry> there = entries.get(key);
        Kept kept = standing(there, content);
        Optional<Representation> known = known(kept, content, codec);
        if (known.isPresent() || content.own().isEmpty()) {
            return known;
        }
        Representation made = content.transcoder().to(content.own().get(), codec);
        // What cannot be had in this codec is given in another, and is there already.
        if (kept != null && there != null && made.codec().equals(codec)) {
            Kept more = kept.with(made);
            if (more.weight() + key.weight() <= settings.maxEntry()) {
                entries.replace(key, there, CompletableFuture.completedFuture(more));
            }
        }
        return Optional.of(made);
    }

    private static Optional<Representation> known(@Nullable Kept kept, Content content, String codec) {
        Optional<Representation> own = content.own();
        if (own.isEmpty()
                || own.get().codec().equals(codec)
                || own.get().codec().isEmpty()) {
            return own;
        }
        return kept == null ? Optional.empty() : kept.in(codec);
    }

    /** What is kept of just this content. */
    @SuppressWarnings("ReferenceEquality") // the very same, not one that looks like it
    private static @Nullable Kept standing(@Nullable CompletableFuture<Entry> there, Content content) {
        return there != null
                        && there.isDone()
                        && !there.isCompletedExceptionally()
                        && there.join() instanceof Kept kept
                        && kept.content() == content
                ? kept
                : null;
    }

    /** Forgets one answer, and lets a load that is running not be kept. */
    public boolean purge(CacheKey key) {
        return entries.remove(key) != null;
    }

    /** Forgets the answers under a path, whatever the query. */
    public int purge(String path) {
        int purged = 0;
        for (CacheKey key : entries.keySet()) {
            if (key.path().equals(path) && purge(key)) {
                purged++;
            }
        }
        return purged;
    }

    /** Forgets everything. */
    public int purge() {
        int purged = 0;
        for (CacheKey key : entries.keySet()) {
            if (purge(key)) {
                purged++;
            }
        }
        return purged;
    }

    private CompletableFuture<Loaded> timed(Loader loader, Map<String, String> conditions) {
        long start = ticker.read();
        CompletableFuture<Loaded> loading;
        try {
            loading = loader.load(conditions);
        } catch (RuntimeException e) {
            loading = CompletableFuture.failedFuture(e);
        }
        return loading.whenComplete((loaded, failure) -> meters.loaded(
                loaded instanceof Loaded.Fresh
                        ? "loaded"
                        : loaded instanceof Loaded.NotModified ? "not-modified" : "failed",
                ticker.read() - start));
    }

    private Entry entry(CacheKey key, Loaded loaded) {
        return entry(key, loaded, Map.of());
    }

    private Entry entry(CacheKey key, Loaded loaded, Map<String, Representation> others) {
        if (!(loaded instanceof Loaded.Fresh fresh)) {
            return passing(loaded);
        }
        Freshness freshness = Freshness.of(fresh.content().status(), fresh.origin(), settings, clock.instant());
        if (!freshness.storable()) {
            return new Passing(fresh.content(), freshness.shareable());
        }
        long now = ticker.read();
        // Longer than the upstream said would be wrong; shorter is not.
        double factor = 1 + JITTER * (freshness.told() ? -random.getAsDouble() : 2 * random.getAsDouble() - 1);
        long softAt = now + (long) (freshness.soft().toNanos() * factor);
        long hardAt = freshness.soft().equals(freshness.hard())
                ? softAt
                : Math.max(softAt, now + (long) (freshness.hard().toNanos() * factor));
        Kept kept = new Kept(
                fresh.content(),
                fresh.origin(),
                freshness.stale(),
                now,
                freshness.age().toNanos(),
                softAt,
                hardAt,
                others,
                new Line(now));
        return kept.weight() + key.weight() > settings.maxEntry() ? new Passing(fresh.content(), true) : kept;
    }

    private static Passing passing(Loaded loaded) {
        if (loaded instanceof Loaded.Failed failed) {
            return new Passing(failed.instead(), true);
        }
        if (loaded instanceof Loaded.Fresh fresh) {
            return new Passing(fresh.content(), true);
        }
        throw new IllegalStateException("an upstream said 'not modified' of what it was not asked about");
    }

    private Served served(Entry entry, How how, boolean collapsed) {
        if (!(entry instanceof Kept kept)) {
            return new Served(entry.content(), how, Duration.ZERO, Duration.ZERO, false, collapsed);
        }
        long now = ticker.read();
        return new Served(
                kept.content(),
                how,
                Duration.ofNanos(kept.ageNanos() + now - kept.arrived()),
                Duration.ofNanos(kept.softAt() - now),
                true,
                collapsed);
    }

    private static int weight(CacheKey key, Entry entry) {
        long weight = key.weight() + (entry instanceof Kept kept ? kept.weight() : Entry.OVERHEAD);
        return (int) Math.min(Integer.MAX_VALUE, weight);
    }

    /** Caffeine drops what is past its hard end; what only passes goes at once. */
    private static final class HardLifetime implements Expiry<CacheKey, Entry> {

        @Override
        public long expireAfterCreate(CacheKey key, Entry entry, long now) {
            return entry instanceof Kept kept ? Math.max(1, kept.hardAt() - now) : 1;
        }

        @Override
        public long expireAfterUpdate(CacheKey key, Entry entry, long now, long left) {
            return expireAfterCreate(key, entry, now);
        }

        @Override
        public long expireAfterRead(CacheKey key, Entry entry, long now, long left) {
            return left;
        }
    }
}
