package dev.brine.serdes.avro;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;

/** Which part of one schema stands for which part of another, by Avro's rules for schema resolution. */
final class Matching {

    private Matching() {}

    /** Whether two named types are the same to a reader: by unqualified name, or by an alias that the reader gives. */
    static boolean sameName(Schema writer, Schema reader) {
        return Objects.equals(writer.getName(), reader.getName()) || aliased(writer, reader);
    }

    private static boolean aliased(Schema writer, Schema reader) {
        for (String alias : reader.getAliases()) {
            if (unqualified(alias).equals(writer.getName())) {
                return true;
            }
        }
        return false;
    }

    private static String unqualified(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * For each field of the reader the position of the writer's field that it takes its value from, or -1. A field of
     * the same name comes first; then aliases claim what is left.
     */
    static int[] writerFields(Schema writer, Schema reader) {
        List<Field> fields = reader.getFields();
        int[] positions = new int[fields.size()];
        Set<Integer> claimed = new HashSet<>();
        for (Field field : fields) {
            Field same = writer.getField(field.name());
            positions[field.pos()] = same == null ? -1 : same.pos();
            if (same != null) {
                claimed.add(same.pos());
            }
        }
        for (Field field : fields) {
            for (String alias : field.aliases()) {
                Field old = writer.getField(alias);
                if (positions[field.pos()] < 0 && old != null && claimed.add(old.pos())) {
                    positions[field.pos()] = old.pos();
                }
            }
        }
        return positions;
    }

    /**
     * Where two schemas describe the same object in different versions, of which either may be the newer: the field of
     * {@code other} that stands for {@code field}.
     */
    static @Nullable Field counterpart(Field field, Schema other) {
        Field same = other.getField(field.name());
        if (same != null) {
            return same;
        }
        for (Field candidate : other.getFields()) {
            if (candidate.aliases().contains(field.name()) || field.aliases().contains(candidate.name())) {
                return candidate;
            }
        }
        return null;
    }

    /** Names by which a property of a class may stand for a field. */
    static List<String> names(Field field) {
        List<String> names = new ArrayList<>();
        names.add(field.name());
        names.addAll(field.aliases());
        return names;
    }

    /** Position of the branch of a reader's union that reads what {@code writer} wrote, or -1. */
    static int branch(Schema writer, Schema union) {
        List<Schema> branches = union.getTypes();
        int loose = -1;
        for (int i = 0; i < branches.size(); i++) {
            Schema branch = branches.get(i);
            if (branch.getType() != writer.getType()) {
                continue;
            }
            if (!named(branch) || Objects.equals(branch.getFullName(), writer.getFullName())) {
                return i;
            }
            if (loose < 0 && sameName(writer, branch)) {
                loose = i;
            }
        }
        for (int i = 0; loose < 0 && i < branches.size(); i++) {
            loose = promotes(writer.getType(), branches.get(i).getType()) ? i : -1;
        }
        return loose;
    }

    static boolean named(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> true;
            default -> false;
        };
    }

    /** Whether Avro lets a reader take one type for the other; not whether they are equal. */
    static boolean promotes(Schema.Type writer, Schema.Type reader) {
        return switch (writer) {
            case INT -> reader == Schema.Type.LONG || reader == Schema.Type.FLOAT || reader == Schema.Type.DOUBLE;
            case LONG -> reader == Schema.Type.FLOAT || reader == Schema.Type.DOUBLE;
            case FLOAT -> reader == Schema.Type.DOUBLE;
            case STRING -> reader == Schema.Type.BYTES;
            case BYTES -> reader == Schema.Type.STRING;
            default -> false;
        };
    }
}
