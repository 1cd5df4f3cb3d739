package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.specific.AvroGenerated;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A class that Avro's compiler has made, with the schema it was made from.
 *
 * <p>Its own schema is code that the application has given, so the classes named there may be loaded, by the class's
 * own loader and without running them. No other schema is asked for a name.
 */
final class GeneratedClass {

    private final Class<?> type;
    private final Schema schema;
    private final Set<String> named = new HashSet<>();

    private GeneratedClass(Class<?> type, Schema schema) {
        this.type = type;
        this.schema = schema;
        collect(schema);
    }

    static GeneratedClass of(Class<?> type) {
        if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException(type.getTypeName()
                    + " is no class that objects can be made of; name a generated class, or" + " GenericRecord");
        }
        return new GeneratedClass(type, schemaOf(type));
    }

    private static Schema schemaOf(Class<?> type) {
        try {
            if (type.getField("SCHEMA$").get(null) instanceof Schema schema) {
                return schema;
            }
        } catch (NoSuchFieldException | IllegalAccessException e) {
            return fromInstance(type);
        }
        return fromInstance(type);
    }

    private static Schema fromInstance(Class<?> type) {
        try {
            Object made = (Object) Handles.constructor(type).invokeExact();
            return ((SpecificRecord) made).getSchema();
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException(type.getTypeName() + " does not tell its schema", Handles.thrown(e));
        }
    }

    private void collect(Schema part) {
        switch (part.getType()) {
            case RECORD -> {
                if (named.add(part.getFullName())) {
                    part.getFields().forEach(field -> collect(field.schema()));
                }
            }
            case ENUM, FIXED -> named.add(part.getFullName());
            case ARRAY -> collect(part.getElementType());
            case MAP -> collect(part.getValueType());
            case UNION -> part.getTypes().forEach(this::collect);
            default -> {}
        }
    }

    Class<?> type() {
        return type;
    }

    Schema schema() {
        return schema;
    }

    /** As {@code () -> Object}. */
    MethodHandle constructor() {
        return Handles.constructor(type);
    }

    /** The Java type of a field of the class's own schema; {@code Object} where the class keeps it otherwise. */
    Type typeOf(Schema.Field field) {
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            for (Field candidate : level.getDeclaredFields()) {
                String name = candidate.getName();
                // Avro's compiler appends a dollar sign to Java's reserved words.
                if (name.equals(field.name()) || name.equals(field.name() + "$")) {
                    return candidate.getGenericType();
                }
            }
        }
        return Object.class;
    }

    /** Reads a field directly; null where only {@code get} may. */
    @Nullable
    MethodHandle getter(int position) {
        Field field = ownField(position);
        try {
            return field == null ? null : Handles.getter(field);
        } catch (IllegalArgumentException e) {
            // Of a module that is not open; get is public.
            return null;
        }
    }

    /** Sets a field directly; null where only {@code put} may. */
    @Nullable
    MethodHandle setter(int position) {
        Field field = ownField(position);
        try {
            return field == null || Modifier.isFinal(field.getModifiers()) ? null : Handles.setter(field);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Only of classes by Avro's compiler is it known that they keep a field's value as it is, in a field of its name. */
    private @Nullable Field ownField(int position) {
        if (!type.isAnnotationPresent(AvroGenerated.class)) {
            return null;
        }
        String name = schema.getFields().get(position).name();
        for (Field candidate : type.getDeclaredFields()) {
            boolean named =
                    candidate.getName().equals(name) || candidate.getName().equals(name + "$");
            if (named && !Modifier.isStatic(candidate.getModifiers())) {
                return candidate;
            }
        }
        return null;
    }

    /** The class of another type that the class's own schema names; null if there is none. */
    @Nullable
    Class<?> sibling(String fullName) {
        if (!named.contains(fullName)) {
            return null;
        }
        if (fullName.equals(schema.getFullName())) {
            return type;
        }
        Class<?> found = load(fullName);
        return found != null ? found : load(fullName + "$");
    }

    private @Nullable Class<?> load(String name) {
        try {
            Class<?> found = Class.forName(name, false, type.getClassLoader());
            boolean generated = SpecificRecord.class.isAssignableFrom(found)
                    || GenericFixed.class.isAssignableFrom(found)
                    || found.isEnum();
            return generated ? found : null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return type.getTypeName();
    }
}
