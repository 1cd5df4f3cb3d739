package dev.brine.gateway.daemon;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds out what a handler takes: {@code Orders implements Handler<String, Order>} takes keys as text and orders. */
final class HandlerTypes {

    private HandlerTypes() {}

    /**
     * What a class says for a type parameter of an interface that it implements, directly or not.
     *
     * @param index of the parameter, from 0
     * @return empty if it leaves that open
     */
    static Optional<Class<?>> argument(Class<?> type, Class<?> of, int index) {
        return Optional.ofNullable(search(type, of, index, new HashMap<>())).flatMap(HandlerTypes::raw);
    }

    private static @org.jspecify.annotations.Nullable Type search(
            Type at, Class<?> of, int index, Map<TypeVariable<?>, Type> known) {
        Class<?> raw = raw(at).orElse(Object.class);
        if (at instanceof ParameterizedType given) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            Type[] arguments = given.getActualTypeArguments();
            for (int i = 0; i < variables.length; i++) {
                known.put(variables[i], known.getOrDefault(arguments[i], arguments[i]));
            }
        }
        if (raw == of) {
            TypeVariable<?> variable = of.getTypeParameters()[index];
            return known.getOrDefault(variable, variable);
        }
        for (Type above : raw.getGenericInterfaces()) {
            Type found = search(above, of, index, known);
            if (found != null) {
                return found;
            }
        }
        Type above = raw.getGenericSuperclass();
        return above == null ? null : search(above, of, index, known);
    }

    private static Optional<Class<?>> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return Optional.of(plain);
        }
        return type instanceof ParameterizedType given ? Optional.of((Class<?>) given.getRawType()) : Optional.empty();
    }
}
