package dev.brine.serdes.pickle;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The closed table of names: what a pickle of ordinary Python data mentions, in the spellings of Python 3 and 2. A
 * symbol is compared and never looked up anywhere; what is not here and not a registered class is refused.
 */
enum PickleSymbol implements Inert {
    CODECS_ENCODE("_codecs.encode"),
    BYTES("builtins.bytes"),
    BYTEARRAY("builtins.bytearray"),
    SET("builtins.set"),
    FROZENSET("builtins.frozenset"),
    LIST("builtins.list"),
    DICT("builtins.dict"),
    TUPLE("builtins.tuple"),
    INT("builtins.int"),
    FLOAT("builtins.float"),
    STR("builtins.str"),
    BOOL("builtins.bool"),
    OBJECT("builtins.object"),
    /** Only as the first of five parts that make a ZoneInfo; refused wherever else it stands. */
    GETATTR("builtins.getattr"),
    RECONSTRUCTOR("copyreg._reconstructor"),
    DATE("datetime.date"),
    TIME("datetime.time"),
    DATETIME("datetime.datetime"),
    TIMEDELTA("datetime.timedelta"),
    TIMEZONE("datetime.timezone"),
    DECIMAL("decimal.Decimal"),
    UUID("uuid.UUID"),
    ORDERED_DICT("collections.OrderedDict"),
    COUNTER("collections.Counter"),
    DEFAULTDICT("collections.defaultdict"),
    DEQUE("collections.deque"),
    SIMPLE_NAMESPACE("types.SimpleNamespace"),
    ZONE_INFO("zoneinfo.ZoneInfo"),
    /** What getattr(ZoneInfo, '_unpickle') stands for; no name leads here. */
    ZONE_INFO_UNPICKLE("zoneinfo.ZoneInfo._unpickle");

    private static final Map<String, Map<String, PickleSymbol>> TABLE = table();

    private final String display;

    PickleSymbol(String display) {
        this.display = display;
    }

    @Override
    public String display() {
        return display;
    }

    static @Nullable PickleSymbol find(String module, String name) {
        Map<String, PickleSymbol> names = TABLE.get(module);
        return names == null ? null : names.get(name);
    }

    /** Whether a defaultdict may name it as what makes its missing values. */
    boolean makesDefaults() {
        return switch (this) {
            case LIST, DICT, SET, INT, FLOAT, STR, BOOL, TUPLE -> true;
            default -> false;
        };
    }

    private static Map<String, Map<String, PickleSymbol>> table() {
        Map<String, Map<String, PickleSymbol>> table = new HashMap<>();
        for (PickleSymbol symbol : values()) {
            if (symbol != ZONE_INFO_UNPICKLE) {
                int dot = symbol.display.indexOf('.');
                table.computeIfAbsent(symbol.display.substring(0, dot), m -> new HashMap<>())
                        .put(symbol.display.substring(dot + 1), symbol);
            }
        }
        Map<String, PickleSymbol> python2 = new HashMap<>(table.getOrDefault("builtins", Map.of()));
        python2.put("long", INT);
        python2.put("unicode", STR);
        table.put("__builtin__", python2);
        table.put("copy_reg", table.getOrDefault("copyreg", Map.of()));
        return table;
    }
}
