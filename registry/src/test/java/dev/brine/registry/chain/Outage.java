package dev.brine.registry.chain;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/** A registry that can be taken away and brought back. */
final class Outage {

    private final AtomicBoolean down = new AtomicBoolean();
    private final SchemaRegistry registry;

    Outage(SchemaRegistry real) {
        this.registry = (SchemaRegistry) Proxy.newProxyInstance(
                Outage.class.getClassLoader(), new Class<?>[] {SchemaRegistry.class}, (proxy, method, arguments) -> {
                    boolean asks = !method.getName().equals("location")
                            && !method.getName().equals("close");
                    if (down.get() && asks) {
                        throw new RegistryUnavailableException("the registry is away");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    SchemaRegistry registry() {
        return registry;
    }

    SchemaRegistry down() {
        down.set(true);
        return registry;
    }

    void up() {
        down.set(false);
    }
}
