package dev.brine.serdes.avro;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What Java wants in one place: a type, and the model that decides where the type leaves it open. */
record Target(Type type, Model model) {

    /** What the application asks for at the top. */
    static Target root(Class<?> type) {
        if (SpecificRecord.class.isAssignableFrom(type)) {
            return new Target(type, new Model.Generated(GeneratedClass.of(type)));
        }
        return new Target(type, IndexedRecord.class.isAssignableFrom(type) ? Model.GENERIC : Model.MAPS);
    }

    Target with(Type other) {
        return new Target(other, model);
    }

    Target open() {
        return new Target(Object.class, model);
    }

    boolean isOpen() {
        return raw() == Object.class;
    }

    /** The class, or {@code Object} for a variable without bound. */
    Class<?> raw() {
        return raw(type);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        if (type instanceof TypeVariable<?> variable) {
            return raw(variable.getBounds()[0]);
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        return Object.class;
    }

    /** The class that holds a value of it, {@code Long} for {@code long}. */
    Class<?> boxed() {
        Class<?> raw = raw();
        return raw.isPrimitive() ? Array.get(Array.newInstance(raw, 1), 0).getClass() : raw;
    }

    /** A type argument, open where there is none. */
    Target argument(int index) {
        if (type instanceof ParameterizedType generic && generic.getActualTypeArguments().length > index) {
            return with(generic.getActualTypeArguments()[index]);
        }
        if (type instanceof GenericArrayType array) {
            return with(array.getGenericComponentType());
        }
        Class<?> raw = raw();
        return raw.isArray() ? with(raw.getComponentType()) : open();
    }

    /**
     * The class that a named type becomes here: the type's own, the one of that name among the classes that a sealed
     * type permits, or the model's choice. Null for a map.
     */
    @Nullable
    Class<?> classOf(Schema named) {
        Class<?> raw = raw();
        if (raw.isSealed() && named.getType() == Schema.Type.RECORD) {
            Class<?> permitted = permitted(raw, named.getName());
            if (permitted == null) {
                throw new IllegalArgumentException(raw.getTypeName() + " permits no class of the name "
                        + named.getName() + " for " + Describe.schema(named));
            }
            return permitted;
        }
        return raw == Object.class ? model.classOf(named) : raw;
    }

    private static @Nullable Class<?> permitted(Class<?> sealed, String name) {
        for (Class<?> candidate : sealed.getPermittedSubclasses()) {
            if (candidate.isSealed()) {
                Class<?> deeper = permitted(candidate, name);
                if (deeper != null) {
                    return deeper;
                }
            } else if (candidate.getSimpleName().equals(name)) {
                return candidate;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return type.getTypeName();
    }
}
