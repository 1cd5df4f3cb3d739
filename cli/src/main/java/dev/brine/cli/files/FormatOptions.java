package dev.brine.cli.files;

import dev.brine.cli.CliException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is in a file: its format, and whether that is of records or of values alone. */
final class FormatOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "jsonl, json, pickle or avro; without it, what the file's name says, and jsonl for -.")
    private @Nullable FileFormat format;

    @Option(names = "--values", description = "Of jsonl: each line is a value alone.")
    private boolean values;

    /** @throws CliException with exit code 2 if nothing tells the format, or it has no records */
    FileFormat of(String file) {
        FileFormat form = FileFormat.of(format, file);
        if (values && form != FileFormat.JSONL) {
            throw CliException.usage("--values is for jsonl; in " + form.title() + " there are only values");
        }
        return form;
    }

    /** Whether a file of this format has whole records, with key and headers. */
    boolean records(FileFormat form) {
        return form == FileFormat.JSONL && !values;
    }
}
