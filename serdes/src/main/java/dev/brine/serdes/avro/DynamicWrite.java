package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record from whatever object comes: a map, a generic record of any version, a generated class, a Java record
 * or a plain class. Plans for classes and for generic records' schemas are compiled when they are first met.
 */
final class DynamicWrite extends RecordWrite {

    /** Schemas and classes that are remembered; a program that makes them anew for each record must not fill memory. */
    private static final int REMEMBERED = 256;

    final RecordWrite.Maps maps;
    private final Map<Object, RecordWrite> plans = new ConcurrentHashMap<>();
    private final Map<Object, String> unfit = new ConcurrentHashMap<>();
    private volatile @Nullable RecordWrite last;

    DynamicWrite(Schema schema, RecordWrite.Maps maps) {
        super(schema);
        this.maps = maps;
    }

    /** Whether it is Avro's own record of that very schema; for generated code. */
    static boolean isGeneric(Schema schema, @Nullable Object value) {
        return value != null
                && value.getClass() == GenericData.Record.class
                && ((GenericData.Record) value).getSchema() == schema;
    }

    @Override
    void write(BinaryOutput out, @Nullable Object value) {
        plan(value).write(out, value);
    }

    private RecordWrite plan(@Nullable Object value) {
        if (value instanceof Map) {
            return maps;
        }
        RecordWrite recent = last;
        if (recent != null && recent.isInstance(value)) {
            return recent;
        }
        if (value == null) {
            throw Misfit.of(null, schema);
        }
        RecordWrite found = find(value);
        last = found;
        return found;
    }

    private RecordWrite find(Object value) {
        boolean generic = value instanceof IndexedRecord && !(value instanceof SpecificRecord);
        Object key = generic ? ((IndexedRecord) value).getSchema() : value.getClass();
        RecordWrite known = plans.get(key);
        if (known == null) {
            String reason = unfit.get(key);
            if (reason != null) {
                throw new Misfit(reason);
            }
            try {
                known = generic
                        ? WritePlanner.generic(schema, value.getClass(), ((IndexedRecord) value).getSchema())
                        : WritePlanner.ofClass(schema, value.getClass());
            } catch (IllegalArgumentException e) {
                String misfit = String.valueOf(e.getMessage());
                if (unfit.size() < REMEMBERED) {
                    unfit.put(key, misfit);
                }
                throw new Misfit(misfit);
            }
            if (plans.size() >= REMEMBERED) {
                plans.clear();
            }
            plans.put(key, known);
        }
        return known;
    }

    @Override
    boolean isInstance(@Nullable Object value) {
        return fit(value) != Fit.NOT;
    }

    @Override
    Fit fit(@Nullable Object value) {
        if (value == null) {
            return Fit.NOT;
        }
        if (value instanceof Map) {
            return maps.fit(value);
        }
        if (value instanceof IndexedRecord indexed) {
            Schema own = indexed.getSchema();
            if (own == schema || own.getFullName().equals(schema.getFullName())) {
                return Fit.EXACT;
            }
            return Matching.sameName(own, schema) || Matching.sameName(schema, own) ? Fit.LOOSE : Fit.NOT;
        }
        if (!Shape.possible(value.getClass())) {
            return Fit.NOT;
        }
        return value.getClass().getSimpleName().equals(schema.getName()) ? Fit.EXACT : byPlan(value);
    }

    private Fit byPlan(Object value) {
        try {
            plan(value);
            return Fit.LOOSE;
        } catch (Misfit e) {
            return Fit.NOT;
        }
    }

    @Override
    void writeField(BinaryOutput out, Object value, int position) {
        plan(value).writeField(out, value, position);
    }
}
