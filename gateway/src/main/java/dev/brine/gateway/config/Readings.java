package dev.brine.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a text of the file means as a value of some kind; empty if it is none. */
final class Readings {

    private Readings() {}

    static Optional<String> nonEmpty(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static Optional<Integer> whole(String text, int least, int most) {
        if (!text.matches("-?\\d{1,10}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number < least || number > most ? Optional.empty() : Optional.of((int) number);
    }

    static Optional<HostPort> hostPort(String text) {
        try {
            return Optional.of(HostPort.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Path> located(Path directory, String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(directory.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    static Optional<URI> http(String text) {
        try {
            URI url = new URI(text);
            boolean usable = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getPort() <= 65_535;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static Optional<Boolean> flag(String text) {
        return text.equals("true") || text.equals("false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
    }

    /** The constants by their names in small letters with dashes, in the order of the enum. */
    static <E extends Enum<E>> Map<String, E> names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(Readings::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
