package dev.brine.serdes.avro;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Schemas at random, and later versions of them. */
public final class RandomSchemas {

    private static final String[] NAMES = {
        "a", "id", "이름", "größe", "naïve", "x_1", "Ζ", "value", "日本", "шлюз", "אב", "شحن", "ſ", "ı", "_", "class"
    };
    private static final Schema.Type[] SCALARS = {
        Schema.Type.BOOLEAN,
        Schema.Type.INT,
        Schema.Type.LONG,
        Schema.Type.FLOAT,
        Schema.Type.DOUBLE,
        Schema.Type.STRING,
        Schema.Type.BYTES
    };

    /** One type in so many has another name in the later version, and the old one as an alias. */
    private static final int RENAMED = 12;

    private final Random random;
    private final List<Schema> open = new ArrayList<>();
    private final List<Schema> done = new ArrayList<>();
    private int names;

    public RandomSchemas(Random random) {
        this.random = random;
    }

    public Schema record() {
        return record(3);
    }

    private Schema record(int depth) {
        Schema record = Schema.createRecord("R" + names++ + NAMES[random.nextInt(NAMES.length)], null, "rnd", false);
        open.add(record);
        List<Schema.Field> fields = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            fields.add(field("f" + i + NAMES[random.nextInt(NAMES.length)], any(depth - 1), random.nextInt(3) == 0));
        }
        record.setFields(fields);
        open.remove(record);
        done.add(record);
        return record;
    }

    private Schema.Field field(String name, Schema schema, boolean wantsDefault) {
        return wantsDefault && canDefault(schema)
                ? new Schema.Field(name, schema, null, defaultOf(schema))
                : new Schema.Field(name, schema, null);
    }

    private Schema any(int depth) {
        int choice = random.nextInt(depth > 0 ? 12 : 6);
        return switch (choice) {
            case 0, 1, 2 -> Schema.create(SCALARS[random.nextInt(SCALARS.length)]);
            case 3, 4 -> logical();
            case 5 -> named();
            case 6 -> Schema.createArray(random.nextInt(8) == 0 ? Schema.create(Schema.Type.NULL) : any(depth - 1));
            case 7 -> Schema.createMap(any(depth - 1));
            case 8, 9 -> union(depth);
            case 10 -> reuse(depth);
            default -> record(depth);
        };
    }

    private Schema named() {
        return random.nextBoolean()
                ? Schema.createFixed("F" + names++, null, "rnd", random.nextInt(10))
                : enumeration();
    }

    private Schema enumeration() {
        List<String> symbols = new ArrayList<>(List.of("A", "B", "C", "Größe", "東"));
        Collections.shuffle(symbols, random);
        String byDefault = random.nextInt(3) == 0 ? symbols.get(0) : null;
        return Schema.createEnum("E" + names++, null, "rnd", symbols, byDefault);
    }

    private Schema logical() {
        return switch (random.nextInt(15)) {
            case 0 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 1 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case 2 -> LogicalTypes.timeMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 3 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 4 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 5 -> LogicalTypes.timestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case 6 -> LogicalTypes.localTimestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 7 -> LogicalTypes.localTimestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 8 ->
                LogicalTypes.decimal(1 + random.nextInt(40), random.nextInt(2))
                        .addToSchema(Schema.create(Schema.Type.BYTES));
            case 9 -> LogicalTypes.decimal(16, 4).addToSchema(Schema.createFixed("D" + names++, null, "rnd", 7));
            case 10 -> LogicalTypes.uuid().addToSchema(Schema.create(Schema.Type.STRING));
            case 11 -> LogicalTypes.localTimestampNanos().addToSchema(Schema.create(Schema.Type.LONG));
            case 12 -> LogicalTypes.bigDecimal().addToSchema(Schema.create(Schema.Type.BYTES));
            case 13 -> LogicalTypes.duration().addToSchema(Schema.createFixed("P" + names++, null, "rnd", 12));
            default -> LogicalTypes.uuid().addToSchema(Schema.createFixed("U" + names++, null, "rnd", 16));
        };
    }

    /** Branches of different types; sometimes two records. */
    private Schema union(int depth) {
        List<Schema> branches = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        if (random.nextInt(3) > 0) {
            branches.add(Schema.create(Schema.Type.NULL));
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            Schema branch = any(Math.min(depth - 1, 1));
            boolean named = Matching.named(branch);
            if (branch.getType() != Schema.Type.UNION
                    && branch.getType() != Schema.Type.NULL
                    && kinds.add(named ? branch.getFullName() : branch.getType().getName())) {
                branches.add(branch);
            }
        }
        if (branches.isEmpty()) {
            branches.add(Schema.create(Schema.Type.STRING));
        }
        Collections.shuffle(branches, random);
        return Schema.createUnion(branches);
    }

    /** A type that was there before; one that is not finished only where recursion can end. */
    private Schema reuse(int depth) {
        if (!done.isEmpty() && random.nextBoolean()) {
            return done.get(random.nextInt(done.size()));
        }
        if (open.isEmpty()) {
            return record(depth);
        }
        Schema enclosing = open.get(random.nextInt(open.size()));
        return depth > 0 && random.nextBoolean()
                ? Schema.createArray(enclosing)
                : Schema.createUnion(Schema.create(Schema.Type.NULL), enclosing);
    }

    /** A later version: fields added, removed, renamed, moved, widened, made optional; types renamed; symbols added, removed. */
    Schema evolve(Schema schema) {
        done.clear();
        return evolve(schema, new HashMap<>());
    }

    private Schema evolve(Schema schema, Map<String, Schema> known) {
        if (Matching.named(schema) && known.containsKey(schema.getFullName())) {
            return known.get(schema.getFullName());
        }
        return switch (schema.getType()) {
            case RECORD -> evolveRecord(schema, known);
            case ARRAY -> Schema.createArray(evolve(schema.getElementType(), known));
            case MAP -> Schema.createMap(evolve(schema.getValueType(), known));
            case UNION -> evolveUnion(schema, known);
            case ENUM -> {
                List<String> symbols = new ArrayList<>(schema.getEnumSymbols());
                if (random.nextInt(3) == 0) {
                    symbols.remove(random.nextInt(symbols.size()));
                }
                if (random.nextInt(3) == 0) {
                    symbols.add("NEW");
                }
                String byDefault = random.nextBoolean() ? symbols.get(random.nextInt(symbols.size())) : null;
                Schema later = Schema.createEnum(laterName(schema), null, "rnd", symbols, byDefault);
                alias(later, schema);
                known.put(schema.getFullName(), later);
                yield later;
            }
            case FIXED -> {
                Schema later = schema;
                if (schema.getLogicalType() == null && random.nextInt(RENAMED) == 0) {
                    later = Schema.createFixed(schema.getName() + "New", null, "rnd", schema.getFixedSize());
                    alias(later, schema);
                }
                known.put(schema.getFullName(), later);
                yield later;
            }
            default -> schema.getLogicalType() == null && random.nextInt(3) == 0 ? widen(schema) : schema;
        };
    }

    private Schema widen(Schema schema) {
        List<Schema.Type> wider = new ArrayList<>();
        for (Schema.Type type : SCALARS) {
            if (Matching.promotes(schema.getType(), type)) {
                wider.add(type);
            }
        }
        return wider.isEmpty() ? schema : Schema.create(wider.get(random.nextInt(wider.size())));
    }

    private Schema evolveUnion(Schema schema, Map<String, Schema> known) {
        List<Schema> branches = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        for (Schema branch : schema.getTypes()) {
            Schema later = evolve(branch, known);
            if (kinds.add(
                    Matching.named(later)
                            ? later.getFullName()
                            : later.getType().getName())) {
                branches.add(later);
            }
        }
        if (random.nextInt(6) == 0 && branches.size() > 1) {
            branches.remove(random.nextInt(branches.size()));
        }
        Collections.shuffle(branches, random);
        return branches.size() == 1 && random.nextBoolean() ? branches.get(0) : Schema.createUnion(branches);
    }

    private Schema evolveRecord(Schema schema, Map<String, Schema> known) {
        Schema later = Schema.createRecord(laterName(schema), null, "rnd", false);
        alias(later, schema);
        known.put(schema.getFullName(), later);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (random.nextInt(6) == 0) {
                continue;
            }
            Schema type = evolve(field.schema(), known);
            if (random.nextInt(6) == 0 && type.getType() != Schema.Type.UNION && type.getType() != Schema.Type.NULL) {
                type = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
            }
            boolean renamed = random.nextInt(5) == 0;
            Schema.Field evolved = field(renamed ? field.name() + "New" : field.name(), type, random.nextBoolean());
            if (renamed) {
                evolved.addAlias(field.name());
            }
            fields.add(evolved);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.add(field("added" + names++, any(1), random.nextInt(10) > 0));
        }
        Collections.shuffle(fields, random);
        later.setFields(fields);
        return later;
    }

    private String laterName(Schema schema) {
        return random.nextInt(RENAMED) == 0 ? schema.getName() + "New" : schema.getName();
    }

    private static void alias(Schema later, Schema schema) {
        if (!later.getName().equals(schema.getName())) {
            later.addAlias(schema.getName());
        }
    }

    private static boolean canDefault(Schema schema) {
        return canDefault(schema, 0);
    }

    /** A default is written down where the type is used; one of an unfinished or endless record would have no end. */
    private static boolean canDefault(Schema schema, int depth) {
        if (schema.getType() == Schema.Type.UNION) {
            return canDefault(schema.getTypes().get(0), depth);
        }
        return schema.getType() != Schema.Type.RECORD
                || depth < 6
                        && schema.hasFields()
                        && schema.getFields().stream().allMatch(field -> canDefault(field.schema(), depth + 1));
    }

    private Object defaultOf(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case BOOLEAN -> true;
            case INT, LONG -> schema.getLogicalType() == null ? 7 : 0;
            case FLOAT, DOUBLE -> 1.5;
            case STRING -> schema.getLogicalType() == null ? "naïve" : "123e4567-e89b-12d3-a456-426614174000";
            case BYTES -> schema.getLogicalType() == null ? new byte[] {1, -1} : bytesOf(schema);
            case FIXED -> new byte[schema.getFixedSize()];
            case ENUM -> schema.getEnumSymbols().get(0);
            case ARRAY -> simple(schema.getElementType()) ? List.of(defaultOf(schema.getElementType())) : List.of();
            case MAP -> simple(schema.getValueType()) ? Map.of("k", defaultOf(schema.getValueType())) : Map.of();
            case UNION -> defaultOf(schema.getTypes().get(0));
            case RECORD -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Schema.Field field : schema.getFields()) {
                    map.put(field.name(), defaultOf(field.schema()));
                }
                yield map;
            }
        };
    }

    private static byte[] bytesOf(Schema schema) {
        // The number 5: as a decimal, and as a big decimal with length and scale.
        return schema.getLogicalType() instanceof LogicalTypes.Decimal ? new byte[] {5} : new byte[] {2, 5, 0};
    }

    /** Whether a union has branches whose objects cannot be told apart once they are maps, texts, buffers, decimals. */
    static boolean ambiguous(Schema schema, Set<Schema> seen) {
        return switch (schema.getType()) {
            case RECORD ->
                seen.add(schema) && schema.getFields().stream().anyMatch(field -> ambiguous(field.schema(), seen));
            case ARRAY -> ambiguous(schema.getElementType(), seen);
            case MAP -> ambiguous(schema.getValueType(), seen);
            case UNION -> {
                Set<Object> forms = new HashSet<>();
                boolean clash = schema.getTypes().stream()
                        .anyMatch(branch -> !forms.add(
                                switch (branch.getType()) {
                                    case RECORD, MAP -> "map";
                                    case STRING, ENUM, BYTES, FIXED -> "text or bytes";
                                    default -> branch.getType();
                                }));
                Set<Object> kinds = new HashSet<>();
                clash |= schema.getTypes().stream()
                        .map(Logical::of)
                        .filter(Objects::nonNull)
                        .anyMatch(logical -> !kinds.add(logical.kind()));
                yield clash || schema.getTypes().stream().anyMatch(branch -> ambiguous(branch, seen));
            }
            default -> false;
        };
    }

    private static boolean simple(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, UNION, ARRAY, MAP, NULL -> false;
            default -> true;
        };
    }
}
