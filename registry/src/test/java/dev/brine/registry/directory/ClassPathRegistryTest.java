package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathRegistryTest extends SchemaRegistryContract {

    @TempDir
    private Path temp;

    private final List<URLClassLoader> loaders = new ArrayList<>();

    @AfterEach
    void closeLoaders() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        try {
            Path root = Files.createDirectories(temp.resolve("my/schemas"));
            Files.writeString(root.resolve("subjects.yml"), "# defaults\n");
            try (SchemaRegistry writer = DirectoryRegistry.open(root, true)) {
                registrations.forEach(one -> writer.register(one.subject(), one.text(), one.references()));
            }
            return DirectoryRegistry.openClassPath("/my/schemas", loader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean writable() {
        return false;
    }

    @Test
    void aRootThatIsNotThereIsUnavailable() throws IOException {
        URLClassLoader loader = loader();
        assertThatThrownBy(() -> DirectoryRegistry.openClassPath("nowhere", loader))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("nowhere/schemas.lock");
    }

    private URLClassLoader loader() throws IOException {
        URLClassLoader loader = new URLClassLoader(new URL[] {temp.toUri().toURL()}, null);
        loaders.add(loader);
        return loader;
    }
}
