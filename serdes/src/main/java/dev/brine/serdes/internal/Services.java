package dev.brine.serdes.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** Finds implementations on the class path. */
public final class Services {

    private Services() {}

    /** Those that our own class loader sees, then those that only the application's does. Each call makes new ones. */
    public static <S> List<S> all(Class<S> service) {
        List<S> found = new ArrayList<>();
        Set<Class<?>> known = new HashSet<>();
        add(ServiceLoader.load(service, service.getClassLoader()), known, found);
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        if (application != null && sees(application, service)) {
            add(ServiceLoader.load(service, application), known, found);
        }
        return found;
    }

    /** A container's loader may have another copy of the interface, whose implementations are not ours. */
    private static boolean sees(ClassLoader loader, Class<?> service) {
        try {
            return Class.forName(service.getName(), false, loader) == service;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static <S> void add(ServiceLoader<S> loader, Set<Class<?>> known, List<S> found) {
        loader.stream().filter(provider -> known.add(provider.type())).forEach(provider -> found.add(provider.get()));
    }
}
