package dev.brine.cli.files;

import dev.brine.cli.CliException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file is, by {@code --format} or by its name. */
enum FileFormat {
    /** One JSON object a line, as {@code brine consume} prints them; or one value a line. */
    JSONL,
    /** A JSON array of values. */
    JSON,
    /** Pickles one behind the other. */
    PICKLE,
    /** An Avro container file. */
    AVRO;

    private static final Map<String, FileFormat> ENDINGS = Map.of(
            "jsonl", JSONL, "ndjson", JSONL, "json", JSON, "pickle", PICKLE, "pkl", PICKLE, "p", PICKLE, "avro", AVRO);

    /**
     * @param given what {@code --format} said
     * @param file a name, or {@code -}, which is JSON lines
     * @throws CliException with exit code 2 if neither tells
     */
    static FileFormat of(@Nullable FileFormat given, String file) {
        if (given != null) {
            return given;
        }
        if (file.equals("-")) {
            return JSONL;
        }
        String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        FileFormat format = ENDINGS.get(ending);
        if (format == null) {
            throw CliException.usage("the name '" + file + "' does not tell what is in the file")
                    .trying("--format jsonl, json, pickle or avro");
        }
        return format;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
