package dev.brine.serdes.avro;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/** Access to constructors, methods and fields of the application's classes, in the forms that steps call. */
final class Handles {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Handles() {}

    /** As {@code () -> Object}. */
    static MethodHandle constructor(Class<?> type) {
        Constructor<?> constructor;
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    type.getTypeName() + " has no constructor without parameters, so it cannot be read into", e);
        }
        return find(constructor, () -> LOOKUP.unreflectConstructor(constructor))
                .asType(MethodType.methodType(Object.class));
    }

    /** As {@code Object[] -> Object}. */
    static MethodHandle constructor(Class<?> type, Class<?>[] parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            return find(constructor, () -> LOOKUP.unreflectConstructor(constructor))
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getTypeName() + " has no canonical constructor", e);
        }
    }

    /** As {@code (P, Object, ...) -> Object}, each component as it is carried. */
    static MethodHandle canonical(Class<?> type, Class<?>[] components) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(components);
            MethodHandle found = find(constructor, () -> LOOKUP.unreflectConstructor(constructor));
            MethodType carried = MethodType.methodType(Object.class, components);
            for (int i = 0; i < components.length; i++) {
                carried = carried.changeParameterType(i, carried(components[i]));
            }
            return found.asType(carried);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getTypeName() + " has no canonical constructor", e);
        }
    }

    /** Whether the object is of that very class; for generated code. */
    static boolean isExactly(Class<?> type, @Nullable Object value) {
        return value != null && value.getClass() == type;
    }

    /** As {@code Object -> P} for a primitive P, else {@code Object -> Object}. */
    static MethodHandle getter(Method method) {
        return find(method, () -> LOOKUP.unreflect(method))
                .asType(MethodType.methodType(carried(method.getReturnType()), Object.class));
    }

    /** As {@code Object -> P} for a primitive P, else {@code Object -> Object}. */
    static MethodHandle getter(Field field) {
        return find(field, () -> LOOKUP.unreflectGetter(field))
                .asType(MethodType.methodType(carried(field.getType()), Object.class));
    }

    /** As {@code (Object, P) -> void} for a primitive P, else {@code (Object, Object) -> void}. */
    static MethodHandle setter(Field field) {
        return find(field, () -> LOOKUP.unreflectSetter(field))
                .asType(MethodType.methodType(void.class, Object.class, carried(field.getType())));
    }

    /** Primitives that steps read and write as such; the others travel in their boxes. */
    static Class<?> carried(Class<?> type) {
        return type == boolean.class
                        || type == int.class
                        || type == long.class
                        || type == float.class
                        || type == double.class
                ? type
                : Object.class;
    }

    /** What a constructor or accessor of the application threw, as it was where that can be. */
    static RuntimeException thrown(Throwable thrown) {
        if (thrown instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new UndeclaredThrowableException(thrown);
    }

    private interface Unreflection {
        MethodHandle find() throws IllegalAccessException;
    }

    private static <T extends AccessibleObject & java.lang.reflect.Member> MethodHandle find(
            T member, Unreflection unreflection) {
        try {
            member.setAccessible(true);
            return unreflection.find();
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            Class<?> type = member.getDeclaringClass();
            throw new IllegalArgumentException(
                    type.getTypeName() + "." + member.getName() + " cannot be accessed; open package "
                            + type.getPackageName() + " of its module to dev.brine.serdes",
                    e);
        }
    }
}
