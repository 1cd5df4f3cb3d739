package dev.brine.registry.directory;

import dev.brine.registry.RegistryUnavailableException;
import java.util.List;
import java.util.Optional;

/** Where the files of a schema directory come from. Paths are relative to the directory, with {@code /}. */
interface SchemaSource {

    /** No file of a directory may be larger, in bytes. */
    int MAX_BYTES = 64 << 20;

    /** How configuration names the place: {@code dir:schemas}. */
    String location();

    /** How messages name a file: {@code schemas/orders-value/v3.avsc}. */
    String describe(String path);

    /**
     * The content of a file, or nothing if there is no such file.
     *
     * @throws RegistryUnavailableException if the place cannot be read
     */
    Optional<byte[]> read(String path);

    /**
     * All files at the top and in the folders directly below it, sorted.
     *
     * @throws RegistryUnavailableException if the place cannot be read
     */
    List<String> list();
}
