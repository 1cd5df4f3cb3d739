package dev.brine.registry.directory;

import dev.brine.registry.RegistryUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A directory inside jars. It cannot be listed, so only what its lock names can be read. */
final class ClassPathSource implements SchemaSource {

    private final String root;
    private final ClassLoader loader;

    /** @throws RegistryUnavailableException if there is no lock and no subjects.yml under this root */
    ClassPathSource(String root, ClassLoader loader) {
        this.root = root.replaceAll("^/+|/+$", "");
        this.loader = loader;
        if (loader.getResource(describe(SchemaLock.FILE)) == null
                && loader.getResource(describe(SubjectsFile.FILE)) == null) {
            throw new RegistryUnavailableException("there is no " + describe(SchemaLock.FILE)
                    + " on the class path; add the jar that carries the schemas, or name another root");
        }
    }

    @Override
    public String location() {
        return "classpath:" + root;
    }

    @Override
    public String describe(String path) {
        return root.isEmpty() ? path : root + "/" + path;
    }

    @Override
    public Optional<byte[]> read(String path) {
        try (InputStream in = loader.getResourceAsStream(describe(path))) {
            return in == null ? Optional.empty() : Optional.of(in.readNBytes(MAX_BYTES));
        } catch (IOException e) {
            throw new RegistryUnavailableException("cannot read " + describe(path) + " from the class path", e);
        }
    }

    @Override
    public List<String> list() {
        throw new UnsupportedOperationException("a class path cannot be listed");
    }
}
