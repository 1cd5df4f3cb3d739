package dev.brine.serdes.record;

import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.frame.SchemaLookup;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one topic, frame and codec, by the names that frames give to schemas. A hit takes no lock and
 * allocates nothing; a miss asks the registry, one at a time.
 */
final class ReadingTable<T> implements SchemaLookup<VersionedReading<T>> {

    /** Ids below this are looked up in an array, which grows as far as it is needed; others in a hash table. */
    static final int DENSE = 1 << 16;

    private static final int FIRST = 64;

    private final TopicReader<T> topic;
    private final int frame;
    private final int codec;
    private final ReentrantLock loading = new ReentrantLock();

    // Elements are written under the lock and read without: a reading is immutable, and who misses one looks again
    // under the lock.
    private volatile @Nullable Object[] dense = new Object[FIRST];
    private volatile Sparse<VersionedReading<T>> ids = Sparse.empty();
    private volatile Sparse<VersionedReading<T>> guids = Sparse.empty();
    private volatile Sparse<VersionedReading<T>> fingerprints = Sparse.empty();
    private volatile @Nullable VersionedReading<T> bound;

    ReadingTable(TopicReader<T> topic, int frame, int codec) {
        this.topic = topic;
        this.frame = frame;
        this.codec = codec;
    }

    @Override
    public VersionedReading<T> byId(int id, int length) {
        VersionedReading<T> reading = idInTable(id);
        return reading != null ? reading : loadId(id, length);
    }

    @Override
    public VersionedReading<T> byGuid(long high, long low, int length) {
        VersionedReading<T> reading = guids.get(high, low);
        return reading != null ? reading : loadGuid(high, low, length);
    }

    @Override
    public VersionedReading<T> byFingerprint(long fingerprint, int length) {
        VersionedReading<T> reading = fingerprints.get(0, fingerprint);
        return reading != null ? reading : loadFingerprint(fingerprint, length);
    }

    @Override
    public VersionedReading<T> bound() {
        VersionedReading<T> reading = bound;
        return reading != null ? reading : loadBound();
    }

    // Only readings of T are ever put into the array.
    @SuppressWarnings("unchecked")
    private @Nullable VersionedReading<T> idInTable(int id) {
        @Nullable Object[] readings = dense;
        if (id >= 0 && id < readings.length) {
            return (VersionedReading<T>) readings[id];
        }
        return id >= 0 && id < DENSE ? null : ids.get(0, id);
    }

    private VersionedReading<T> loadId(int id, int length) {
        loading.lock();
        try {
            VersionedReading<T> reading = idInTable(id);
            if (reading == null) {
                RegisteredSchema schema =
                        topic.ask(id, "schema id " + id, registry -> id > 0 ? registry.byId(id) : Optional.empty());
                reading = topic.reading(frame, codec, schema, length);
                keep(id, reading);
            }
            return reading;
        } finally {
            loading.unlock();
        }
    }

    private void keep(int id, VersionedReading<T> reading) {
        if (id >= DENSE) {
            ids = ids.with(0, id, reading);
            return;
        }
        @Nullable Object[] readings = dense;
        if (id >= readings.length) {
            readings = Arrays.copyOf(readings, Integer.highestOneBit(id) << 1);
        }
        readings[id] = reading;
        dense = readings;
    }

    private VersionedReading<T> loadGuid(long high, long low, int length) {
        loading.lock();
        try {
            VersionedReading<T> reading = guids.get(high, low);
            if (reading == null) {
                UUID guid = new UUID(high, low);
                RegisteredSchema schema = topic.ask(guid, "schema guid " + guid, registry -> registry.byGuid(guid));
                reading = topic.reading(frame, codec, schema, length);
                guids = guids.with(high, low, reading);
            }
            return reading;
        } finally {
            loading.unlock();
        }
    }

    private VersionedReading<T> loadFingerprint(long fingerprint, int length) {
        loading.lock();
        try {
            VersionedReading<T> reading = fingerprints.get(0, fingerprint);
            if (reading == null) {
                RegisteredSchema schema = topic.ask(
                        fingerprint,
                        "schema fingerprint " + String.format("%016x", fingerprint),
                        registry -> topic.likeliest(registry.byFingerprint(fingerprint)));
                reading = topic.reading(frame, codec, schema, length);
                fingerprints = fingerprints.with(0, fingerprint, reading);
            }
            return reading;
        } finally {
            loading.unlock();
        }
    }

    private VersionedReading<T> loadBound() {
        loading.lock();
        try {
            VersionedReading<T> reading = bound;
            if (reading == null) {
                SchemaVersion version = topic.bound();
                reading = topic.reading(frame, codec, version, 0);
                bound = reading;
            }
            return reading;
        } finally {
            loading.unlock();
        }
    }
}
