package dev.brine.gateway.daemon;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Classes of the user, from the jars of a folder: one class loader over all of them, whose parent is ours, so that they
 * share our libraries and see each other.
 *
 * <p>A class is named by its full name, and needs a public constructor without arguments; or, if the jar declares it as a
 * service of the type that is asked for, by its name without the package.
 */
public final class Plugins implements AutoCloseable {

    private final ClassLoader loader;
    private final Optional<URLClassLoader> own;
    private final Optional<Path> folder;

    private Plugins(ClassLoader loader, Optional<URLClassLoader> own, Optional<Path> folder) {
        this.loader = loader;
        this.own = own;
        this.folder = folder;
    }

    /** Only what is on the class path. */
    public static Plugins none() {
        return new Plugins(Plugins.class.getClassLoader(), Optional.empty(), Optional.empty());
    }

    /**
     * The jars of a folder, in the order of their names.
     *
     * @throws IOException if it cannot be listed, or has no jar
     */
    public static Plugins in(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            found.forEach(jars::add);
        }
        if (jars.isEmpty()) {
            throw new IOException("there is no jar in " + folder);
        }
        Collections.sort(jars);
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        URLClassLoader own =
                new URLClassLoader("brine-plugins", urls.toArray(URL[]::new), Plugins.class.getClassLoader());
        return new Plugins(own, Optional.of(own), Optional.of(folder));
    }

    /**
     * Finds a class by its name; does not make an instance.
     *
     * @param types of which it must be one
     * @throws IllegalArgumentException if there is none that can be used, saying why
     */
    public Class<?> find(String name, List<Class<?>> types) {
        Class<?> found = name.indexOf('.') < 0 ? service(name, types) : load(name);
        if (types.stream().noneMatch(type -> type.isAssignableFrom(found))) {
            throw new IllegalArgumentException(found.getName() + " is none of "
                    + String.join(", ", types.stream().map(Class::getName).toList()));
        }
        try {
            var unused = found.getConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(found.getName() + " has no public constructor without arguments", e);
        }
        return found;
    }

    /** Makes an instance of what {@link #find} found. */
    public static Object make(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be made: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type.getName() + " cannot be made: " + e, e);
        }
    }

    private Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("there is no class " + name + " " + where(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException("the class " + name + " cannot be loaded: " + e, e);
        }
    }

    private Class<?> service(String name, List<Class<?>> types) {
        try {
            for (Class<?> type : types) {
                Optional<? extends Class<?>> found = ServiceLoader.load(type, loader).stream()
                        .map(ServiceLoader.Provider::type)
                        .filter(provider -> provider.getSimpleName().equals(name))
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new IllegalArgumentException("a jar declares a service that cannot be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("no service is called " + name + " " + where()
                + "; a class that is no service is named with its package");
    }

    private String where() {
        return folder.map(path -> "in the jars of " + path)
                .orElse("on the class path; plugins: names a folder of jars");
    }

    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            own.get().close();
        }
    }
}
