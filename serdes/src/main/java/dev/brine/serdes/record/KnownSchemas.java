package dev.brine.serdes.record;

import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.SchemaLookup;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells whether a payload begins with a frame whose schema the registry knows. A bare value can begin with the same
 * bytes by chance, so that the bytes alone prove nothing.
 */
final class KnownSchemas {

    private static final int MOST = 10_000;

    private final SchemaRegistry registry;
    private final Unknowns unknowns;
    private final Allowance allowance;
    private final Set<Object> known = ConcurrentHashMap.newKeySet();
    private final SchemaLookup<Boolean> always = new Lookup(false);
    private final SchemaLookup<Boolean> sparing = new Lookup(true);

    KnownSchemas(SchemaRegistry registry, Unknowns unknowns, LongSupplier nanos) {
        this.registry = registry;
        this.unknowns = unknowns;
        this.allowance = new Allowance(nanos);
    }

    /** Asks the registry about every name that is new. */
    boolean begins(Frame frame, ByteBuffer bytes) {
        return begins(frame, bytes, always);
    }

    /** Asks the registry a few times a second at most, and says no beyond that. */
    boolean mayBegin(Frame frame, ByteBuffer bytes) {
        return begins(frame, bytes, sparing);
    }

    private static boolean begins(Frame frame, ByteBuffer bytes, SchemaLookup<Boolean> lookup) {
        int at = bytes.position();
        try {
            return Boolean.TRUE.equals(frame.fromPayload(bytes, lookup));
        } catch (DecodeException tooShort) {
            return false;
        } finally {
            bytes.position(at);
        }
    }

    private final class Lookup implements SchemaLookup<Boolean> {

        private final boolean sparing;

        Lookup(boolean sparing) {
            this.sparing = sparing;
        }

        @Override
        public Boolean byId(int id, int length) {
            return knows(id);
        }

        @Override
        public Boolean byGuid(long high, long low, int length) {
            return knows(new UUID(high, low));
        }

        @Override
        public Boolean byFingerprint(long fingerprint, int length) {
            return knows(fingerprint);
        }

        @Override
        public Boolean bound() {
            return false;
        }

        private boolean knows(Object name) {
            if (known.contains(name)) {
                return true;
            }
            if (unknowns.contains(name) || sparing && !allowance.take()) {
                return false;
            }
            boolean found = ask(name);
            if (!found) {
                unknowns.add(name);
            } else if (known.size() < MOST) {
                known.add(name);
            }
            return found;
        }

        private boolean ask(Object name) {
            if (name instanceof Integer id) {
                return id > 0 && registry.byId(id).isPresent();
            }
            if (name instanceof UUID guid) {
                return registry.byGuid(guid).isPresent();
            }
            return !registry.byFingerprint((Long) name).isEmpty();
        }
    }

    /** Sixteen questions at once, and then sixteen a second; a race costs a question more or less. */
    private static final class Allowance {

        private static final int MOST_AT_ONCE = 16;
        private static final long REFILL_NANOS = 1_000_000_000L / MOST_AT_ONCE;

        private final LongSupplier nanos;
        private volatile long paidUntil;

        Allowance(LongSupplier nanos) {
            this.nanos = nanos;
            this.paidUntil = nanos.getAsLong() - REFILL_NANOS * MOST_AT_ONCE;
        }

        boolean take() {
            long now = nanos.getAsLong();
            long paid = Math.max(paidUntil - now, -REFILL_NANOS * MOST_AT_ONCE) + now + REFILL_NANOS;
            if (paid - now > 0) {
                return false;
            }
            paidUntil = paid;
            return true;
        }
    }
}
