package dev.brine.cli.serde;

import dev.brine.cli.CliException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A schema as a person names it: {@code orders-value} for the newest version, {@code orders-value:v2} or {@code
 * orders-value:2} for one.
 *
 * @param version null for the newest
 */
public record SchemaChoice(String subject, @Nullable Integer version) {

    private static final Pattern VERSIONED = Pattern.compile("(.+):v?([1-9]\\d{0,8})");

    /** @throws IllegalArgumentException if it is not of this form */
    public static SchemaChoice parse(String text) {
        Matcher matcher = VERSIONED.matcher(text);
        if (matcher.matches()) {
            return new SchemaChoice(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        if (text.isEmpty() || text.contains(":")) {
            throw new IllegalArgumentException("'" + text + "' is not SUBJECT or SUBJECT:vN");
        }
        return new SchemaChoice(text, null);
    }

    /** @throws CliException with exit code 1 if the registry does not have it */
    public SchemaVersion in(SchemaRegistry registry) {
        Optional<SchemaVersion> found = version == null ? registry.latest(subject) : registry.version(subject, version);
        return found.orElseThrow(() -> missing(registry));
    }

    private CliException missing(SchemaRegistry registry) {
        String versions = registry.versions(subject).stream()
                .map(known -> "v" + known.version())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        if (!versions.isEmpty()) {
            return CliException.failed("subject " + subject + " has no v" + version + " in " + registry.location())
                    .trying("one of " + versions);
        }
        String subjects = String.join(", ", registry.subjects());
        return CliException.failed("there is no subject " + subject + " in " + registry.location())
                .trying(
                        subjects.isEmpty()
                                ? "--registry dir:DIRECTORY; this registry is empty"
                                : "--schema with one of " + subjects);
    }

    @Override
    public String toString() {
        return version == null ? subject : subject + ":v" + version;
    }

    /** Reads it from a command line. */
    public static final class Converter implements ITypeConverter<SchemaChoice> {
        @Override
        public SchemaChoice convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
