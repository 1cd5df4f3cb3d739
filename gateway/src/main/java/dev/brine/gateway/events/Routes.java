package dev.brine.gateway.events;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which handler takes an event: that of its class, else of the nearest class above, else of the first fitting interface. */
final class Routes {

    /** A handler in one of its two forms. */
    sealed interface Route {

        record Sync(EventHandler<Object> handler) implements Route {}

        record Async(AsyncEventHandler<Object> handler) implements Route {}
    }

    private final Map<Class<?>, Route> registered;
    private final @Nullable Route otherwise;
    private final Map<Class<?>, Optional<Route>> found = new ConcurrentHashMap<>();

    Routes(Map<Class<?>, Route> registered, @Nullable Route otherwise) {
        this.registered = new LinkedHashMap<>(registered);
        this.otherwise = otherwise;
    }

    Optional<Route> of(Class<?> type) {
        return found.computeIfAbsent(type, this::find);
    }

    private Optional<Route> find(Class<?> type) {
        for (Class<?> above = type; above != null && above != Object.class; above = above.getSuperclass()) {
            Route route = registered.get(above);
            if (route != null) {
                return Optional.of(route);
            }
        }
        return registered.entrySet().stream()
                .filter(entry -> entry.getKey().isAssignableFrom(type))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> Optional.ofNullable(otherwise));
    }
}
