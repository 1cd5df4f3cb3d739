package dev.brine.bench;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Objects of every model from samples, and back. A sample is a map by field name; what is nested in it is maps and
 * lists, an enum is its symbol, everything else is what Java has for it. Slow: it is never measured.
 */
public final class Models {

    private Models() {}

    /** An object of the class that Avro generated for this record. */
    public static IndexedRecord generated(Schema schema, Map<String, Object> sample) {
        return (IndexedRecord) avro(schema, sample, true);
    }

    public static GenericData.Record generic(Schema schema, Map<String, Object> sample) {
        return (GenericData.Record) avro(schema, sample, false);
    }

    private static Object avro(Schema schema, Object value, boolean generated) {
        switch (schema.getType()) {
            case RECORD:
                IndexedRecord record =
                        generated ? (IndexedRecord) create(named(schema)) : new GenericData.Record(schema);
                for (Schema.Field field : schema.getFields()) {
                    Object part = ((Map<?, ?>) value).get(field.name());
                    if (part != null) {
                        record.put(field.pos(), avro(field.schema(), part, generated));
                    }
                }
                return record;
            case ENUM:
                return generated ? symbol(named(schema), (String) value) : new GenericData.EnumSymbol(schema, value);
            case UNION:
                return avro(schema.getTypes().get(1), value, generated);
            case ARRAY:
                List<Object> list = new ArrayList<>();
                ((List<?>) value).forEach(item -> list.add(avro(schema.getElementType(), item, generated)));
                return list;
            case MAP:
                return new LinkedHashMap<>((Map<?, ?>) value);
            default:
                return value;
        }
    }

    private static Class<?> named(Schema schema) {
        try {
            return Class.forName(schema.getFullName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class was generated for " + schema.getFullName(), e);
        }
    }

    private static Object symbol(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(type + " has no " + name);
    }

    private static Object create(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no constructor without arguments", e);
        }
    }

    /** A Java record or a plain class with public fields, matched by name. */
    public static Object plain(Type type, Object value) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic, value);
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isEnum()) {
            return symbol(wanted, (String) value);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        try {
            return wanted.isRecord() ? record(wanted, map) : fields(wanted, map);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + wanted, e);
        }
    }

    private static Object collection(ParameterizedType type, Object value) {
        Type[] of = type.getActualTypeArguments();
        if (value instanceof Map<?, ?> map) {
            return new LinkedHashMap<>(map);
        }
        List<Object> list = new ArrayList<>();
        ((List<?>) value).forEach(item -> list.add(plain(of[0], item)));
        return list;
    }

    private static Object record(Class<?> type, Map<?, ?> map) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            Object part = map.get(components[i].getName());
            arguments[i] = part == null ? null : plain(components[i].getGenericType(), part);
        }
        Constructor<?> canonical = type.getConstructors()[0];
        return canonical.newInstance(arguments);
    }

    private static Object fields(Class<?> type, Map<?, ?> map) throws ReflectiveOperationException {
        Object object = create(type);
        for (Field field : type.getFields()) {
            Object part = map.get(field.getName());
            if (part != null) {
                field.set(object, plain(field.getGenericType(), part));
            }
        }
        return object;
    }

    /** The sample that an object of any model was made from. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> sample(Object object) {
        return (Map<String, Object>) neutral(object);
    }

    private static Object neutral(Object value) {
        if (value instanceof IndexedRecord record) {
            Map<String, Object> map = new LinkedHashMap<>();
            record.getSchema().getFields().forEach(field -> put(map, field.name(), record.get(field.pos())));
            return map;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, part) -> put(copy, key.toString(), part));
            return copy;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(neutral(item)));
            return copy;
        }
        if (value instanceof Enum<?> || value instanceof GenericEnumSymbol<?> || value instanceof CharSequence) {
            return value.toString();
        }
        try {
            return object(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot look into a " + value.getClass(), e);
        }
    }

    private static Object object(Object value) throws ReflectiveOperationException {
        Class<?> type = value.getClass();
        Map<String, Object> map = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                put(map, component.getName(), component.getAccessor().invoke(value));
            }
            return map;
        }
        if (type.getName().startsWith("dev.brine.bench.pojo.")) {
            for (Field field : type.getFields()) {
                put(map, field.getName(), field.get(value));
            }
            return map;
        }
        return value;
    }

    // A sample says null by silence, so that a map without an entry and a field that is null compare equal.
    private static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, neutral(value));
        }
    }
}
