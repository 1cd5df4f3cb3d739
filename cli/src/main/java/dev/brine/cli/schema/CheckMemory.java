package dev.brine.cli.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Where a check keeps which subjects were in order: one file a directory, in the user's folder for caches. */
final class CheckMemory {

    private CheckMemory() {}

    /** Empty where the environment names no such folder. */
    static Optional<Path> of(Console console, Path directory) {
        Path place = console.directory().resolve(directory).toAbsolutePath().normalize();
        String name = UUID.nameUUIDFromBytes(place.toString().getBytes(UTF_8)) + ".verdicts";
        return folder(console, "XDG_CACHE_HOME")
                .or(() -> folder(console, "HOME").map(home -> home.resolve(".cache")))
                .map(cache -> cache.resolve("brine").resolve(name));
    }

    private static Optional<Path> folder(Console console, String variable) {
        return Optional.ofNullable(console.environment().get(variable))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }
}
