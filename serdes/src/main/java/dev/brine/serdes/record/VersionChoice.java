package dev.brine.serdes.record;

import java.util.Locale;

/**
 * Which version of a subject a writer writes with, or a reader reads as.
 *
 * <table>
 * <caption>Choices</caption>
 * <tr><th></th><th>writer</th><th>reader</th></tr>
 * <tr><td>{@link Usual}</td><td>{@code OfObject} where the type has a schema, else {@code Latest}</td><td>the same</td></tr>
 * <tr><td>{@link OfObject}</td><td>the version with the schema of the generated class or of the generic record</td>
 * <td>the schema of the generated class, registered or not</td></tr>
 * <tr><td>{@link Latest}</td><td>the newest version when the topic is first written to</td>
 * <td>the newest version, asked again whenever a schema is met that was not met before</td></tr>
 * <tr><td>{@link Exactly}</td><td>that version</td><td>that version</td></tr>
 * <tr><td>{@link AsWritten}</td><td>not for writers</td><td>each record as the schema that wrote it</td></tr>
 * </table>
 */
public sealed interface VersionChoice {

    /** What fits the type; the default. */
    record Usual() implements VersionChoice {}

    /** The schema that the object or its class carries. */
    record OfObject() implements VersionChoice {}

    /** The newest version of the subject. */
    record Latest() implements VersionChoice {}

    /** The schema that wrote the record, whatever it is. */
    record AsWritten() implements VersionChoice {}

    /** One version of the subject. */
    record Exactly(int version) implements VersionChoice {
        public Exactly {
            if (version < 1) {
                throw new IllegalArgumentException("a version must be 1 or more: " + version);
            }
        }
    }

    /**
     * @param text {@code usual}, {@code object}, {@code latest}, {@code writer}, or a number such as {@code 3} or
     *     {@code v3}
     * @throws IllegalArgumentException naming them, if it is none of these
     */
    static VersionChoice of(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "usual" -> new Usual();
            case "object" -> new OfObject();
            case "latest" -> new Latest();
            case "writer" -> new AsWritten();
            default -> {
                String digits = word.startsWith("v") ? word.substring(1) : word;
                try {
                    yield new Exactly(Integer.parseInt(digits));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "unknown version '" + text + "'; use usual, object, latest, writer, or a number");
                }
            }
        };
    }
}
