package dev.brine.consumer.internal.handling;

import dev.brine.consumer.Message;
import dev.brine.consumer.UnhandledTypeException;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Outlet;
import dev.brine.registry.SchemaVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.jspecify.annotations.Nullable;

/**
 * A handler for each type of value. A record name goes before a Java type, since it is exact: first the name that the
 * value itself carries (generic and generated values do), then that of the schema that wrote it. Of Java types the
 * nearest superclass decides, then the most specific interface, of unrelated interfaces the one given first, and {@code
 * Object} last. What nobody takes, and a value that is null, goes to {@code otherwise}. Safe for use by many threads.
 */
public final class Routes<K, V> implements HandlerCall<K, V> {

    private final Map<String, HandlerCall<K, V>> byName;
    private final Map<Class<?>, HandlerCall<K, V>> byType;
    private final HandlerCall<K, V> otherwise;

    /** What was found for each class that has come; the classes are those of one reader's values, so they are few. */
    private final Map<Class<?>, HandlerCall<K, V>> found = new ConcurrentHashMap<>();

    private Routes(
            Map<String, HandlerCall<K, V>> byName,
            Map<Class<?>, HandlerCall<K, V>> byType,
            @Nullable HandlerCall<K, V> otherwise) {
        this.byName = Map.copyOf(byName);
        this.byType = new LinkedHashMap<>(byType);
        this.otherwise = otherwise != null ? otherwise : (message, work, outlet) -> refuse(message);
    }

    @Override
    public HandlerCall<K, V> limited(Timeouts limit) {
        Map<String, HandlerCall<K, V>> names = new LinkedHashMap<>();
        byName.forEach((name, handler) -> names.put(name, handler.limited(limit)));
        Map<Class<?>, HandlerCall<K, V>> types = new LinkedHashMap<>();
        byType.forEach((type, handler) -> types.put(type, handler.limited(limit)));
        return new Routes<>(names, types, otherwise.limited(limit));
    }

    @Override
    public @Nullable CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception {
        return handlerFor(message).call(message, work, outlet);
    }

    private HandlerCall<K, V> handlerFor(Message<K, V> message) {
        V value = message.value();
        if (value == null) {
            return otherwise;
        }
        if (!byName.isEmpty()) {
            HandlerCall<K, V> named = named(value, message.writer());
            if (named != null) {
                return named;
            }
        }
        if (byType.isEmpty()) {
            return otherwise;
        }
        HandlerCall<K, V> known = found.get(value.getClass());
        return known != null ? known : found.computeIfAbsent(value.getClass(), this::nearest);
    }

    private @Nullable HandlerCall<K, V> named(V value, @Nullable SchemaVersion writer) {
        HandlerCall<K, V> own = value instanceof GenericContainer known
                ? byName.get(known.getSchema().getFullName())
                : null;
        if (own != null || writer == null) {
            return own;
        }
        return byName.get(writer.schema().schema().getFullName());
    }

    private HandlerCall<K, V> nearest(Class<?> type) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            HandlerCall<K, V> handler = byType.get(at);
            if (handler != null) {
                return handler;
            }
        }
        Class<?> best = null;
        for (Class<?> candidate : byType.keySet()) {
            if (candidate.isInterface()
                    && candidate.isAssignableFrom(type)
                    && (best == null || best.isAssignableFrom(candidate))) {
                best = candidate;
            }
        }
        HandlerCall<K, V> handler = byType.get(best == null ? Object.class : best);
        return handler == null ? otherwise : handler;
    }

    private @Nullable CompletionStage<?> refuse(Message<K, V> message) {
        StringJoiner known = new StringJoiner(", ");
        byType.keySet().forEach(type -> known.add(type.getName()));
        byName.keySet().stream().sorted().forEach(known::add);
        throw new UnhandledTypeException("no handler for " + typeOf(message) + "; there are handlers for " + known
                + ": add on(...) for it, or otherwise(...) for all that have none");
    }

    private String typeOf(Message<K, V> message) {
        V value = message.value();
        if (value == null) {
            return "a tombstone, which has no type";
        }
        String type = value.getClass().getName();
        SchemaVersion writer = message.writer();
        Schema schema = value instanceof GenericContainer known
                ? known.getSchema()
                : writer == null ? null : writer.schema().schema();
        return schema == null ? type : schema.getFullName() + " (" + type + ")";
    }

    /** Collects routes in the order given. Not thread-safe. */
    public static final class Builder<K, V> {

        private final Map<String, HandlerCall<K, V>> byName = new LinkedHashMap<>();
        private final Map<Class<?>, HandlerCall<K, V>> byType = new LinkedHashMap<>();
        private @Nullable HandlerCall<K, V> otherwise;

        /**
         * Adds a handler for a type.
         *
         * @throws IllegalArgumentException if the type has a handler, or no value can be of it
         */
        public void add(Class<?> type, HandlerCall<K, V> handler) {
            if (type.isPrimitive()) {
                throw new IllegalArgumentException(
                        "no value is of the primitive type " + type + "; name the class that wraps it");
            }
            if (byType.putIfAbsent(type, handler) != null) {
                throw new IllegalArgumentException("two handlers for " + type.getName() + "; leave one out");
            }
        }

        /**
         * Adds a handler for a record name.
         *
         * @throws IllegalArgumentException if the name has a handler, or is none
         */
        public void add(String name, HandlerCall<K, V> handler) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("the name of a record must not be empty");
            }
            if (byName.putIfAbsent(name, handler) != null) {
                throw new IllegalArgumentException("two handlers for " + name + "; leave one out");
            }
        }

        /**
         * Sets the handler for the rest.
         *
         * @throws IllegalArgumentException if there is one already
         */
        public void otherwise(HandlerCall<K, V> handler) {
            if (otherwise != null) {
                throw new IllegalArgumentException("otherwise(...) is given twice; leave one out");
            }
            otherwise = handler;
        }

        public boolean isEmpty() {
            return byName.isEmpty() && byType.isEmpty() && otherwise == null;
        }

        public HandlerCall<K, V> build() {
            return byName.isEmpty() && byType.isEmpty() && otherwise != null
                    ? otherwise
                    : new Routes<>(byName, byType, otherwise);
        }
    }
}
