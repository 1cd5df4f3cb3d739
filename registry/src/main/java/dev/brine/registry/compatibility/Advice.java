package dev.brine.registry.compatibility;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Says what would make two versions compatible; only the newer of them can still be changed. */
final class Advice {

    private static final Map<Schema.Type, Set<Schema.Type>> WIDER = Map.of(
            Schema.Type.INT, Set.of(Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE),
            Schema.Type.LONG, Set.of(Schema.Type.FLOAT, Schema.Type.DOUBLE),
            Schema.Type.FLOAT, Set.of(Schema.Type.DOUBLE));

    private final boolean readerIsNew;
    private final String newer;

    Advice(Direction direction, String reader, String writer) {
        this.readerIsNew = direction == Direction.BACKWARD;
        this.newer = readerIsNew ? reader : writer;
    }

    String fieldWithoutDefault(Schema.Field field, Schema.@Nullable Field renamed) {
        if (!readerIsNew) {
            return "keep the field " + field.name() + " in " + newer + ": older readers need it";
        }
        String give = "give " + field.name() + " a default in " + newer;
        return renamed == null
                ? give
                : give + ", or, if it is " + renamed.name() + " under a new name, \"aliases\": [\"" + renamed.name()
                        + "\"]";
    }

    String enumSymbols(Schema readerEnum, String symbols) {
        return readerIsNew
                ? "keep " + symbols + " in " + newer + ", or give " + readerEnum.getName()
                        + " a \"default\" symbol for what it does not know"
                : "leave " + symbols + " out of " + newer + ": the older enum has no default to fall back on;"
                        + " a new field with a default can carry the distinction";
    }

    String fixedSize() {
        return "keep the size in " + newer + ", or add a field with a default and a fixed of another name";
    }

    String name(Schema writerSide) {
        return readerIsNew
                ? "keep the name, or add \"aliases\": [\"" + writerSide.getFullName() + "\"] to the type in " + newer
                : "keep the name in " + newer + ": older readers know no other";
    }

    String unionBranch(String branch) {
        return readerIsNew
                ? "keep " + branch + " in the union of " + newer
                : "leave " + branch + " out of the union of " + newer + ": older readers have no branch for it;"
                        + " a new field with a default can carry it";
    }

    String logicalType() {
        return "keep the logical type in " + newer + ", or add a field of another name with the new one and a default";
    }

    String type(Schema readerSide, Schema writerSide) {
        String keep = "keep " + SchemaWords.of(readerIsNew ? writerSide : readerSide) + " in " + newer;
        String add = ", or add a field of another name with the new type and a default";
        Set<Schema.Type> wider = WIDER.getOrDefault(writerSide.getType(), Set.of());
        if (!readerIsNew || wider.isEmpty()) {
            return keep + add;
        }
        return keep + ", or widen it to "
                + wider.stream().sorted().map(Schema.Type::getName).collect(Collectors.joining(" or ")) + add;
    }
}
