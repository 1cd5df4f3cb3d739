package dev.brine.registry.chain;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that is opened when it is first asked, and again, at most once a second, until that works. Meanwhile every
 * question is answered with the outage, at once or, while an attempt is made, within {@code bound}.
 */
public final class ReopeningRegistry implements SchemaRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ReopeningRegistry.class);
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final String location;
    private final Supplier<SchemaRegistry> opener;
    private final Duration bound;
    private final LongSupplier nanoTime;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable SchemaRegistry opened;
    private @Nullable RegistryUnavailableException failure;
    private long triedAt;
    private boolean closed;

    private ReopeningRegistry(String location, Supplier<SchemaRegistry> opener, Duration bound, LongSupplier nanoTime) {
        this.location = location;
        this.opener = opener;
        this.bound = bound;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens at once if that works, and otherwise later.
     *
     * @throws RegistryException if the registry can be reached and cannot be used; trying again would not help
     */
    public static SchemaRegistry open(String location, Supplier<SchemaRegistry> opener, Duration bound) {
        return open(location, opener, bound, System::nanoTime);
    }

    static SchemaRegistry open(
            String location, Supplier<SchemaRegistry> opener, Duration bound, LongSupplier nanoTime) {
        ReopeningRegistry registry = new ReopeningRegistry(location, opener, bound, nanoTime);
        try {
            return registry.get();
        } catch (RegistryUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("schema", location)
                    .addKeyValue("error", e.getMessage())
                    .log("registry cannot be reached; it will be tried again when it is needed");
            return registry;
        }
    }

    private SchemaRegistry get() {
        SchemaRegistry known = opened;
        if (known != null) {
            return known;
        }
        try {
            if (!opening.tryLock(bound.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RegistryUnavailableException(location + " is still being opened");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(location + " was not opened: the thread was interrupted", e);
        }
        try {
            return tryAgain();
        } finally {
            opening.unlock();
        }
    }

    private SchemaRegistry tryAgain() {
        SchemaRegistry known = opened;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new RegistryUnavailableException(location + " was closed");
        }
        RegistryUnavailableException before = failure;
        if (before != null && nanoTime.getAsLong() - triedAt < INTERVAL) {
            throw new RegistryUnavailableException(String.valueOf(before.getMessage()), before);
        }
        try {
            SchemaRegistry now = opener.get();
            opened = now;
            return now;
        } catch (RegistryUnavailableException e) {
            failure = e;
            throw e;
        } finally {
            triedAt = nanoTime.getAsLong();
        }
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        return get().byId(id);
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return get().byGuid(guid);
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        return get().byFingerprint(fingerprint);
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        return get().version(subject, version);
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        return get().latest(subject);
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        return get().versions(subject);
    }

    @Override
    public SortedSet<String> subjects() {
        return get().subjects();
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        return get().versionsOf(id);
    }

    @Override
    public CompatibilityLevel compatibility(String subject) {
        return get().compatibility(subject);
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        return get().register(subject, text, references);
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            SchemaRegistry known = opened;
            if (known != null) {
                known.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
