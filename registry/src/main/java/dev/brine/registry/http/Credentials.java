package dev.brine.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about who it is. It comes from a file or from the environment, never from a command line or a URL,
 * which others can see. A file is read for every request, so a new token needs no restart.
 */
final class Credentials {

    static final String BASIC_FILE = "brine.registry.basic.file";
    static final String TOKEN_FILE = "brine.registry.token.file";
    static final String BASIC_ENVIRONMENT = "BRINE_REGISTRY_BASIC";
    static final String TOKEN_ENVIRONMENT = "BRINE_REGISTRY_TOKEN";

    private enum Scheme {
        BASIC("Basic") {
            @Override
            String encode(String secret) {
                return Base64.getEncoder().encodeToString(secret.getBytes(UTF_8));
            }
        },
        BEARER("Bearer") {
            @Override
            String encode(String secret) {
                return secret;
            }
        };

        private final String word;

        Scheme(String word) {
            this.word = word;
        }

        abstract String encode(String secret);
    }

    private record Source(Scheme scheme, Optional<Path> file, String secret) {}

    private final Optional<Source> source;

    private Credentials(Optional<Source> source) {
        this.source = source;
    }

    /** @throws RegistryException if more than one is given */
    static Credentials of(Map<String, ?> configs, Function<String, Optional<String>> environment) {
        Optional<Source> basic = source(Scheme.BASIC, configs.get(BASIC_FILE), environment.apply(BASIC_ENVIRONMENT));
        Optional<Source> bearer = source(Scheme.BEARER, configs.get(TOKEN_FILE), environment.apply(TOKEN_ENVIRONMENT));
        if (basic.isPresent() && bearer.isPresent()) {
            throw new RegistryException("the registry has credentials of two kinds; give one of " + BASIC_FILE + ", "
                    + TOKEN_FILE + ", " + BASIC_ENVIRONMENT + " and " + TOKEN_ENVIRONMENT);
        }
        return new Credentials(basic.or(() -> bearer));
    }

    private static Optional<Source> source(Scheme scheme, @Nullable Object file, Optional<String> secret) {
        return file == null
                ? secret.map(given -> new Source(scheme, Optional.empty(), given))
                : Optional.of(new Source(scheme, Optional.of(Path.of(file.toString())), ""));
    }

    boolean given() {
        return source.isPresent();
    }

    /**
     * The value of the header {@code Authorization}.
     *
     * @throws RegistryException if the file cannot be read or its content cannot be sent
     */
    Optional<String> authorization() {
        return source.map(given -> {
            String secret =
                    given.file().map(Credentials::read).orElse(given.secret()).strip();
            if (secret.isEmpty() || secret.chars().anyMatch(Character::isISOControl)) {
                throw new RegistryException("the registry's credentials"
                        + given.file().map(path -> " in " + path).orElse(" in the environment")
                        + " must be one line of text");
            }
            return given.scheme().word + " " + given.scheme().encode(secret);
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RegistryException(
                    "the registry's credentials cannot be read from " + file
                            + "; check that it exists and this user may",
                    e);
        }
    }

    @Override
    public String toString() {
        return source.map(given -> given.scheme().word).orElse("none");
    }
}
