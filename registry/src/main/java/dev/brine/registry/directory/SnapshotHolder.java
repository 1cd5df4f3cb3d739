package dev.brine.registry.directory;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The current {@link Snapshot}, loaded again when the files it came from have changed. */
final class SnapshotHolder {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotHolder.class);
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    /** A snapshot and what its files looked like before they were read. */
    private record Loaded(Snapshot snapshot, String stamp) {}

    private final SchemaSource source;
    private final Supplier<String> stamp;
    private final LongSupplier nanoTime;
    private final AtomicLong lookedAt;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Loaded loaded;
    private volatile @Nullable RegistryException broken;

    private SnapshotHolder(SchemaSource source, Supplier<String> stamp, LongSupplier nanoTime) {
        this.source = source;
        this.stamp = stamp;
        this.nanoTime = nanoTime;
        this.lookedAt = new AtomicLong(nanoTime.getAsLong());
        this.loaded = load();
    }

    /** Follows a directory on disk, and looks at it at most once a second. */
    static SnapshotHolder following(PathSource source, LongSupplier nanoTime) {
        return new SnapshotHolder(source, source::stamp, nanoTime);
    }

    /** Loads once. */
    static SnapshotHolder fixed(SchemaSource source) {
        return new SnapshotHolder(source, () -> "", System::nanoTime);
    }

    /**
     * Looks up what never changes once it is there.
     *
     * @throws RegistryUnavailableException if nothing was found and the changed directory cannot be read
     */
    <T> Optional<T> find(Function<Snapshot, Optional<T>> lookup) {
        Optional<T> found = lookup.apply(loaded.snapshot());
        if (found.isPresent()) {
            return found;
        }
        found = lookup.apply(fresh());
        RegistryException failure = broken;
        if (found.isEmpty() && failure != null) {
            throw new RegistryUnavailableException(
                    source.location() + " has changed and cannot be read: " + failure.getMessage(), failure);
        }
        return found;
    }

    /** The snapshot, at most a second behind the directory; the last one that could be read while it is broken. */
    Snapshot fresh() {
        long now = nanoTime.getAsLong();
        long before = lookedAt.get();
        if (now - before >= INTERVAL && lookedAt.compareAndSet(before, now)) {
            look();
        }
        return loaded.snapshot();
    }

    /** The snapshot of the directory as it is now. */
    Snapshot current() {
        loading.lock();
        try {
            loaded = load();
            broken = null;
            return loaded.snapshot();
        } finally {
            loading.unlock();
        }
    }

    private void look() {
        loading.lock();
        try {
            if (stamp.get().equals(loaded.stamp()) && broken == null) {
                return;
            }
            loaded = load();
            broken = null;
            LOG.atInfo().addKeyValue("schema", source.location()).log("schema directory has changed and was loaded");
        } catch (RegistryException e) {
            if (broken == null) {
                LOG.atWarn()
                        .addKeyValue("schema", source.location())
                        .addKeyValue("error", e.getMessage())
                        .log("schema directory has changed and cannot be read; serving what was read before");
            }
            broken = e;
        } finally {
            loading.unlock();
        }
    }

    private Loaded load() {
        // The stamp first: a change while the files are read makes the next look load them again.
        String before = stamp.get();
        return new Loaded(Snapshot.load(source), before);
    }
}
