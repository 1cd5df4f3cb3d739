package dev.brine.registry.compatibility;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.jspecify.annotations.Nullable;

/**
 * Finds where reader and writer both carry a logical type and the two do not mean the same number. Avro resolves such a
 * pair by its plain type, so that a timestamp in microseconds is read as one in milliseconds without an error.
 */
final class LogicalTypeRule {

    /** One place where they differ; the path is a JSON pointer into the reader's schema. */
    record Change(String path, String reader, String writer) {}

    private record Pair(String reader, String writer) {}

    private final List<Change> changes = new ArrayList<>();
    private final Set<Pair> seen = new HashSet<>();

    private LogicalTypeRule() {}

    static List<Change> changes(Schema reader, Schema writer) {
        LogicalTypeRule rule = new LogicalTypeRule();
        rule.compare(reader, writer, "");
        return rule.changes;
    }

    private void compare(Schema reader, Schema writer, String path) {
        if (reader.getType() == Schema.Type.UNION || writer.getType() == Schema.Type.UNION) {
            unions(reader, writer, path);
            return;
        }
        if (conflict(reader.getLogicalType(), writer.getLogicalType())) {
            changes.add(new Change(path, SchemaWords.of(reader), SchemaWords.of(writer)));
        }
        if (reader.getType() != writer.getType()) {
            return;
        }
        switch (reader.getType()) {
            case RECORD -> records(reader, writer, path);
            case ARRAY -> compare(reader.getElementType(), writer.getElementType(), path + "/items");
            case MAP -> compare(reader.getValueType(), writer.getValueType(), path + "/values");
            default -> {
                // Nothing lies within the other types.
            }
        }
    }

    private void records(Schema reader, Schema writer, String path) {
        if (!seen.add(new Pair(reader.getFullName(), writer.getFullName()))) {
            return;
        }
        for (Schema.Field field : reader.getFields()) {
            Schema.Field written = SchemaCompatibility.lookupWriterField(writer, field);
            if (written != null) {
                compare(field.schema(), written.schema(), path + "/fields/" + field.pos() + "/type");
            }
        }
    }

    private void unions(Schema reader, Schema writer, String path) {
        boolean indexed = reader.getType() == Schema.Type.UNION;
        List<Schema> branches = indexed ? reader.getTypes() : List.of(reader);
        List<Schema> written = writer.getType() == Schema.Type.UNION ? writer.getTypes() : List.of(writer);
        for (int i = 0; i < branches.size(); i++) {
            Schema branch = branches.get(i);
            for (Schema other : written) {
                if (branch.getType() == other.getType() && Objects.equals(branch.getFullName(), other.getFullName())) {
                    compare(branch, other, indexed ? path + "/" + i : path);
                }
            }
        }
    }

    private static boolean conflict(@Nullable LogicalType reader, @Nullable LogicalType writer) {
        if (reader == null || writer == null) {
            return false;
        }
        if (reader instanceof LogicalTypes.Decimal ours && writer instanceof LogicalTypes.Decimal theirs) {
            return ours.getScale() != theirs.getScale() || ours.getPrecision() < theirs.getPrecision();
        }
        return !reader.getName().equals(writer.getName());
    }
}
