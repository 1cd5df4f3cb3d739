package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A record: a dict with its fields in any order, or an object of a registered class. */
final class TreeRecord implements TreeStep {

    private static final int LONGEST_SHOWN = 64;

    private final String name;
    private final Set<String> classNames = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final String[] names;
    private final TreeStep[] fields;
    private final byte[] @Nullable [] defaults;

    /** The fields are set afterwards, because one of them may be this record again. */
    TreeRecord(Schema schema) {
        int size = schema.getFields().size();
        name = schema.getFullName();
        classNames.add(name);
        classNames.addAll(schema.getAliases());
        names = new String[size];
        fields = new TreeStep[size];
        defaults = new byte[size][];
    }

    void set(int index, String field, TreeStep step, byte @Nullable [] defaultValue) {
        names[index] = field;
        fields[index] = step;
        defaults[index] = defaultValue;
        known.add(field);
    }

    @Override
    public String words() {
        return "a dict of " + name;
    }

    @Override
    public boolean natural(@Nullable Object value) {
        return value instanceof PickleDict
                || (value instanceof PickleRecord object && classNames.contains(object.className()));
    }

    @Override
    public boolean possible(@Nullable Object value) {
        return value instanceof PickleDict || value instanceof PickleRecord;
    }

    @Override
    public boolean fits(@Nullable Object value, Walk walk) {
        PickleDict dict = dict(value);
        if (dict == null) {
            return false;
        }
        int found = 0;
        for (int i = 0; i < names.length; i++) {
            walk.look();
            int at = dict.find(names[i]);
            if (at >= 0 ? !fields[i].fits(dict.valueAt(at), walk) : defaults[i] == null) {
                return false;
            }
            found += at >= 0 ? 1 : 0;
        }
        return found == dict.size();
    }

    @Override
    public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
        PickleDict dict = dict(value);
        if (dict == null) {
            throw wrongType(value);
        }
        int found = 0;
        int next = 0;
        for (int i = 0; i < names.length; i++) {
            // Most writers keep the schema's order, so the next key is the one that is looked for.
            String field = names[i];
            int at = next < dict.size() && field.equals(dict.keyAt(next)) ? next : dict.find(field);
            if (at < 0) {
                writeDefault(i, out);
                continue;
            }
            next = at + 1;
            found++;
            try {
                fields[i].write(dict.valueAt(at), out, walk);
            } catch (Misfit e) {
                throw e.under(field);
            }
        }
        if (found != dict.size()) {
            throw unknown(dict);
        }
    }

    private static @Nullable PickleDict dict(@Nullable Object value) {
        if (value instanceof PickleDict dict) {
            return dict;
        }
        return value instanceof PickleRecord object ? object.dict() : null;
    }

    private void writeDefault(int index, BinaryOutput out) {
        byte[] value = defaults[index];
        if (value == null) {
            throw new Misfit("pickle.missing-field", "the field is missing, and " + name + " has no default for it")
                    .under(names[index]);
        }
        out.writeFixed(value, 0, value.length);
    }

    private Misfit unknown(PickleDict dict) {
        Misfit fault = new Misfit("pickle.unknown-field", name + " has no field of this name");
        for (int i = 0; i < dict.size(); i++) {
            String key = dict.keyAt(i);
            if (!known.contains(key)) {
                // A name is shown if it could be one of a schema; anything else may be content.
                boolean shown = key.length() <= LONGEST_SHOWN && key.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*");
                return shown ? fault.under(key) : fault;
            }
        }
        return fault;
    }
}
