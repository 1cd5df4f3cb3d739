package dev.brine.gateway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in values; two dollars before the brace stand for one. */
final class Values {

    private static final Pattern PLACE = Pattern.compile("\\$?\\$\\{([^}]*)}");
    private static final long MOST_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Path directory;

    Values(Map<String, String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /**
     * A value with everything replaced.
     *
     * @param text what the program uses
     * @param secret whether some of it came from elsewhere, and so must not be printed
     * @param problem why it could not be replaced; empty if it could
     */
    record Value(String text, boolean secret, String problem) {}

    Value of(String raw) {
        if (!raw.contains("${")) {
            return new Value(raw, false, "");
        }
        StringBuilder text = new StringBuilder();
        Matcher matcher = PLACE.matcher(raw);
        boolean secret = false;
        int from = 0;
        while (matcher.find()) {
            text.append(raw, from, matcher.start());
            from = matcher.end();
            if (matcher.group().startsWith("$$")) {
                text.append(matcher.group(), 1, matcher.group().length());
                continue;
            }
            secret = true;
            try {
                text.append(replacement(matcher.group(1)));
            } catch (IllegalArgumentException e) {
                return new Value("", true, String.valueOf(e.getMessage()));
            }
        }
        return new Value(text.append(raw, from, raw.length()).toString(), secret, "");
    }

    private String replacement(String reference) {
        if (reference.startsWith("env:")) {
            String name = reference.substring("env:".length());
            String value = environment.get(name);
            if (value == null) {
                throw new IllegalArgumentException("the environment variable " + name + " is not set");
            }
            return value;
        }
        if (reference.startsWith("file:")) {
            return content(reference.substring("file:".length()));
        }
        throw new IllegalArgumentException(
                "'${" + reference + "}' is neither ${env:NAME} nor ${file:PATH}; write $${ for the characters ${");
    }

    /** The file's text without the line end that editors put behind it. */
    private String content(String name) {
        try {
            Path path = directory.resolve(name);
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException("the file " + name + " is larger than 64 KiB");
            }
            return Files.readString(path, UTF_8).replaceFirst("\\r?\\n\\z", "");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file " + name + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + name + " cannot be read", e);
        }
    }
}
