package dev.brine.registry.compatibility;

import dev.brine.registry.Difference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Avro finds between one reader and one writer into {@link Difference}s with paths into the reader's schema.
 *
 * <p>Avro's own locations are not quite that: behind a type, a number is the index of the <em>writer's</em> branch. And
 * what differs inside a union is reported as a missing branch; here the reader's branch of the same kind and name is
 * compared, so that the field that differs is named.
 */
final class DifferenceFinder {

    private final String reader;
    private final String writer;
    private final Advice advice;
    private final Set<Difference> differences = new LinkedHashSet<>();
    private final Set<String> inspected = new HashSet<>();

    DifferenceFinder(String reader, String writer, Direction direction) {
        this.reader = reader;
        this.writer = writer;
        this.advice = new Advice(direction, reader, writer);
    }

    List<Difference> differences() {
        return new ArrayList<>(differences);
    }

    void compare(Schema readerSchema, Schema writerSchema, String prefix) {
        if (readerSchema.getType() == Schema.Type.RECORD) {
            inspected.add(readerSchema.getFullName());
        }
        avroRules(readerSchema, writerSchema, prefix);
        LogicalTypeRule.changes(readerSchema, writerSchema)
                .forEach(change -> add(
                        prefix + change.path(),
                        "logical-type-changed",
                        change.reader(),
                        change.writer(),
                        advice.logicalType()));
    }

    private void avroRules(Schema readerSchema, Schema writerSchema, String prefix) {
        SchemaCompatibilityResult result = SchemaCompatibility.checkReaderWriterCompatibility(
                        readerSchema, writerSchema)
                .getResult();
        for (Incompatibility found : result.getIncompatibilities()) {
            if (found.getType() == SchemaIncompatibilityType.MISSING_UNION_BRANCH) {
                union(found, prefix + readerPath(found.getLocation()));
            } else {
                difference(found, prefix + readerPath(found.getLocation()));
            }
        }
    }

    private void union(Incompatibility found, String path) {
        Schema readerUnion = found.getReaderFragment();
        Schema missing = writerBranch(found);
        for (int i = 0; i < readerUnion.getTypes().size(); i++) {
            Schema branch = readerUnion.getTypes().get(i);
            if (branch.getType() == missing.getType()
                    && Objects.equals(branch.getFullName(), missing.getFullName())
                    && within(branch, missing, path + "/" + i)) {
                return;
            }
        }
        String name = SchemaWords.of(missing);
        add(path, "missing-union-branch", SchemaWords.of(readerUnion), name, advice.unionBranch(name));
    }

    /** Whether the pair was named before or has differences of its own, which are then named instead. */
    private boolean within(Schema branch, Schema missing, String path) {
        // Types that contain each other would be looked into for ever.
        if (branch.getType() == Schema.Type.RECORD && !inspected.add(branch.getFullName())) {
            return true;
        }
        int before = differences.size();
        avroRules(branch, missing, path);
        return differences.size() > before;
    }

    private static Schema writerBranch(Incompatibility found) {
        Schema writerFragment = found.getWriterFragment();
        if (writerFragment.getType() != Schema.Type.UNION) {
            return writerFragment;
        }
        String location = found.getLocation();
        return writerFragment.getTypes().get(Integer.parseInt(location.substring(location.lastIndexOf('/') + 1)));
    }

    private void difference(Incompatibility found, String path) {
        Schema readerSide = found.getReaderFragment();
        Schema writerSide = found.getWriterFragment();
        String rule = found.getType().name().toLowerCase(Locale.ROOT).replace('_', '-');
        switch (found.getType()) {
            case READER_FIELD_MISSING_DEFAULT_VALUE -> {
                Schema.Field field = readerSide.getField(found.getMessage());
                add(
                        path,
                        rule,
                        "field " + field.name() + " of type " + SchemaWords.of(field.schema()) + ", without default",
                        "no such field",
                        advice.fieldWithoutDefault(field, renamed(field, readerSide, writerSide)));
            }
            case MISSING_ENUM_SYMBOLS -> {
                List<String> extra = new ArrayList<>(writerSide.getEnumSymbols());
                extra.removeAll(readerSide.getEnumSymbols());
                String symbols = String.join(", ", extra);
                add(
                        path,
                        rule,
                        "enum " + readerSide.getFullName() + " without " + symbols + " and without a default",
                        "enum " + writerSide.getFullName() + " with " + symbols,
                        advice.enumSymbols(readerSide, symbols));
            }
            case FIXED_SIZE_MISMATCH ->
                add(
                        path,
                        rule,
                        readerSide.getFixedSize() + " bytes",
                        writerSide.getFixedSize() + " bytes",
                        advice.fixedSize());
            case NAME_MISMATCH ->
                add(path, rule, SchemaWords.of(readerSide), SchemaWords.of(writerSide), advice.name(writerSide));
            default ->
                add(
                        path,
                        rule,
                        SchemaWords.of(readerSide),
                        SchemaWords.of(writerSide),
                        advice.type(readerSide, writerSide));
        }
    }

    /** A field that only the writer has, of the same type: most likely the same field under its old name. */
    private static Schema.@Nullable Field renamed(Schema.Field field, Schema readerRecord, Schema writerRecord) {
        Set<String> known = readerRecord.getFields().stream()
                .flatMap(one -> Stream.concat(Stream.of(one.name()), one.aliases().stream()))
                .collect(Collectors.toSet());
        List<Schema.Field> candidates = writerRecord.getFields().stream()
                .filter(one -> !known.contains(one.name()) && one.schema().equals(field.schema()))
                .toList();
        return candidates.size() == 1 ? candidates.get(0) : null;
    }

    private void add(String path, String rule, String readerSide, String writerSide, String what) {
        differences.add(
                new Difference(reader, writer, path.isEmpty() ? "/" : path, rule, readerSide, writerSide, what));
    }

    /** Leaves out the indexes of the writer's branches: numbers that do not follow {@code fields}. */
    static String readerPath(String location) {
        StringBuilder path = new StringBuilder();
        String before = "";
        for (String token : location.split("/")) {
            boolean number = !token.isEmpty() && token.chars().allMatch(Character::isDigit);
            if (!token.isEmpty() && (!number || before.equals("fields"))) {
                path.append('/').append(token);
            }
            before = token;
        }
        return path.toString();
    }
}
