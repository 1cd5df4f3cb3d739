package dev.brine.registry;

import static java.util.Objects.requireNonNull;

/**
 * One reason why a reader's schema cannot read what a writer's schema wrote.
 *
 * @param reader the version that would read
 * @param writer the version that wrote
 * @param path where in the reader's schema, as a JSON pointer: {@code /fields/3/type}
 * @param rule the rule that is broken, such as {@code reader-field-missing-default}
 * @param readerSide what stands there in the reader's schema
 * @param writerSide what stands there in the writer's schema
 * @param advice what would make the two compatible
 */
public record Difference(
        String reader, String writer, String path, String rule, String readerSide, String writerSide, String advice) {

    public Difference {
        requireNonNull(reader, "reader");
        requireNonNull(writer, "writer");
        requireNonNull(path, "path");
        requireNonNull(rule, "rule");
        requireNonNull(readerSide, "readerSide");
        requireNonNull(writerSide, "writerSide");
        requireNonNull(advice, "advice");
    }
}
