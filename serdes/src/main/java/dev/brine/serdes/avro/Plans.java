package dev.brine.serdes.avro;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The plans that a codec made and that somebody still uses: topics, frames and limits that share schemas and type share
 * the class that was made for them, and what the JVM compiled of it. Schemas are the same if their texts are, since
 * aliases and defaults count here and identity does not. Unused plans are collected. Safe for use by many threads.
 */
final class Plans<S> {

    private record Key(Class<?> type, ByteBuffer digest) {}

    private static final class Held<S> extends WeakReference<Plan<S>> {
        private final Key key;

        Held(Key key, Plan<S> plan, ReferenceQueue<? super Plan<S>> collected) {
            super(plan, collected);
            this.key = key;
        }
    }

    private final Map<Key, Held<S>> plans = new ConcurrentHashMap<>();
    private final ReferenceQueue<Plan<S>> collected = new ReferenceQueue<>();
    private final ReentrantLock making = new ReentrantLock();

    /** The plan for these, made now if nobody has it. What the maker throws is thrown, and nothing is kept. */
    Plan<S> get(Supplier<Plan<S>> maker, Class<?> type, Schema... schemas) {
        Key key = new Key(type, digest(schemas));
        Plan<S> known = held(key);
        if (known != null) {
            return known;
        }
        making.lock();
        try {
            known = held(key);
            if (known != null) {
                return known;
            }
            forgetCollected();
            Plan<S> made = maker.get();
            plans.put(key, new Held<>(key, made, collected));
            return made;
        } finally {
            making.unlock();
        }
    }

    /** How many are known, those that were collected a moment ago included. */
    int size() {
        forgetCollected();
        return plans.size();
    }

    private @Nullable Plan<S> held(Key key) {
        Held<S> held = plans.get(key);
        return held == null ? null : held.get();
    }

    private void forgetCollected() {
        Reference<? extends Plan<S>> gone = collected.poll();
        while (gone != null) {
            if (gone instanceof Held<?> held) {
                // Not what has been put in its place since.
                plans.remove(held.key, held);
            }
            gone = collected.poll();
        }
    }

    private static ByteBuffer digest(Schema... schemas) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        for (Schema schema : schemas) {
            digest.update(schema.toString().getBytes(StandardCharsets.UTF_8));
            // No text of a schema has this byte.
            digest.update((byte) 0);
        }
        return ByteBuffer.wrap(digest.digest());
    }
}
