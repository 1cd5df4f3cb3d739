package dev.brine.serdes.pickle;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.pickle.PickleShapes.ClassName;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The opcodes that name, call and change: closed on their own, each of them. A name is compared with the table; a call
 * is a case of a switch that checks its arguments; a state goes only onto a record or a UUID just made.
 */
final class PickleCalls {

    private static final int LONGEST_NAME = 80;

    private final PickleInput in;
    private final PickleOptions options;
    private final Intake intake;
    private final PickleNumbers numbers;
    private final PickleTimes times;

    PickleCalls(PickleInput in, PickleOptions options, Intake intake, PickleNumbers numbers) {
        this.in = in;
        this.options = options;
        this.intake = intake;
        this.numbers = numbers;
        this.times = new PickleTimes(in);
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A name from the table or of a registered class. */
    Object global(String module, String name) {
        PickleSymbol symbol = PickleSymbol.find(module, name);
        if (symbol != null) {
            return symbol;
        }
        ClassName registered = options.shapes().find(module, name);
        if (registered != null) {
            return registered;
        }
        throw in.fault("pickle.global", PickleNames.refusal(module, name));
    }

    /** A name cut to a length and to harmless characters, because it goes into messages and logs. */
    static String printable(String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length() && i < LONGEST_NAME; i++) {
            char c = name.charAt(i);
            text.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return name.length() > LONGEST_NAME ? text + "..." : text.toString();
    }

    /** REDUCE. */
    @Nullable
    Object reduce(@Nullable Object callee, @Nullable Object arguments) {
        PickleList args = tuple(arguments);
        if (callee instanceof ClassName known) {
            return ofClass(known, args);
        }
        if (!(callee instanceof PickleSymbol)) {
            throw in.fault("pickle.call", "a call of what is no name from the table");
        }
        PickleSymbol symbol = (PickleSymbol) callee;
        return switch (symbol) {
            case CODECS_ENCODE -> latin1(symbol, args, "latin1");
            case BYTES -> none(symbol, args, new byte[0]);
            case BYTEARRAY -> byteArray(symbol, args);
            case SET -> set(PickleList.Kind.SET, symbol, args);
            case FROZENSET -> set(PickleList.Kind.FROZENSET, symbol, args);
            case DATE -> times.date(args);
            case TIME -> times.time(args);
            case DATETIME -> times.dateTime(args);
            case TIMEDELTA -> times.timeDelta(args);
            case TIMEZONE -> times.timeZone(args);
            case DECIMAL -> decimal(symbol, args);
            case ORDERED_DICT -> orderedDict(symbol, args);
            case COUNTER -> counter(symbol, args);
            case DEFAULTDICT -> defaultDict(symbol, args);
            case DEQUE -> deque(symbol, args);
            case SIMPLE_NAMESPACE ->
                none(
                        symbol,
                        args,
                        new PickleRecord(
                                new PickleShape("types", "SimpleNamespace", PickleShape.Kind.RECORD, List.of(), true)));
            case GETATTR -> zoneInfoUnpickle(symbol, args);
            case ZONE_INFO_UNPICKLE -> times.zoneInfo(args);
            case RECONSTRUCTOR -> reconstruct(symbol, args);
            default -> throw bad(symbol, "may be named but not called");
        };
    }

    /** NEWOBJ. */
    Object newObject(@Nullable Object type, @Nullable Object arguments) {
        PickleList args = tuple(arguments);
        if (type == PickleSymbol.UUID) {
            return none(PickleSymbol.UUID, args, new UuidNode());
        }
        if (type instanceof ClassName known) {
            return switch (known.shape().kind()) {
                case RECORD -> args.isEmpty() ? new PickleRecord(known.shape()) : positional(known.shape(), args);
                case DICT -> none(known, args, new PickleDict());
                case ENUM -> throw bad(known, "is registered as an enum, whose members are calls with one value");
            };
        }
        throw type instanceof Inert inert
                ? bad(inert, "is not made this way by Python")
                : in.fault("pickle.call", "an object of what is no class");
    }

    /** BUILD. */
    void build(@Nullable Object target, @Nullable Object state) {
        if (target instanceof UuidNode uuid) {
            if (!uuid.set(uuid(state))) {
                throw in.fault("pickle.state", "a second state for one object");
            }
        } else if (target instanceof PickleRecord made) {
            if (made.built()) {
                throw in.fault("pickle.state", "a second state for one object");
            }
            if (made.dict().sealed()) {
                throw in.fault("pickle.cycle", "an object changes after it became part of another, or holds itself");
            }
            made.build(PickleStates.fields(made.shape(), state, in, intake));
        } else {
            throw in.fault("pickle.state", "a state for what is no object of a registered class");
        }
    }

    private Object ofClass(ClassName known, PickleList args) {
        if (known.shape().kind() != PickleShape.Kind.ENUM) {
            throw bad(known, "may not be called: only enums are made this way");
        }
        Object value = args.size() == 1 ? args.get(0) : args;
        if (value == null || value instanceof Node || args.inert()) {
            throw bad(known, "is an enum and takes one plain value");
        }
        return value;
    }

    private PickleRecord positional(PickleShape shape, PickleList values) {
        PickleRecord made = new PickleRecord(shape);
        made.build(PickleStates.positional(shape, values, in, intake));
        return made;
    }

    private Object reconstruct(PickleSymbol symbol, PickleList args) {
        Object type = args.size() == 3 ? args.get(0) : null;
        Object base = args.size() == 3 ? args.get(1) : null;
        Object state = args.size() == 3 ? args.get(2) : null;
        if (base == PickleSymbol.OBJECT && state == null) {
            if (type == PickleSymbol.UUID) {
                return new UuidNode();
            }
            if (type instanceof ClassName known && known.shape().kind() == PickleShape.Kind.RECORD) {
                return new PickleRecord(known.shape());
            }
        } else if (type instanceof ClassName known) {
            boolean isTuple = base == PickleSymbol.TUPLE && known.shape().kind() == PickleShape.Kind.RECORD;
            if (isTuple && state instanceof PickleList values && values.kind() == PickleList.Kind.TUPLE) {
                return positional(known.shape(), values);
            }
            boolean isDict = base == PickleSymbol.DICT && known.shape().kind() == PickleShape.Kind.DICT;
            if (isDict && state instanceof PickleDict items) {
                return items;
            }
        }
        throw bad(
                symbol, "takes a registered class or uuid.UUID with object and None, or a namedtuple with its values");
    }

    private byte[] latin1(Inert symbol, PickleList args, String encoding) {
        if (args.size() != 2 || !(args.get(0) instanceof String text) || !encoding.equals(args.get(1))) {
            throw bad(symbol, "takes a text and '" + encoding + "'");
        }
        intake.charge(text.length() >> 6);
        return PickleTimes.latin1(text, in);
    }

    private byte[] byteArray(Inert symbol, PickleList args) {
        if (args.size() == 2) {
            // Not CPython's form but net.razorvine's.
            return latin1(symbol, args, "latin-1");
        }
        if (args.size() == 1 && args.get(0) instanceof byte[] bytes) {
            return bytes;
        }
        return none(symbol, args, new byte[0]);
    }

    private PickleList set(PickleList.Kind kind, Inert symbol, PickleList args) {
        if (args.size() != 1
                || !(args.get(0) instanceof PickleList members)
                || members.kind() != PickleList.Kind.LIST) {
            throw bad(symbol, "takes one list");
        }
        intake.charge(members.size());
        members.mapItems(intake::string);
        return PickleSets.of(kind, members, in);
    }

    private Object decimal(Inert symbol, PickleList args) {
        if (args.size() != 1 || !(args.get(0) instanceof String text)) {
            throw bad(symbol, "takes one text");
        }
        // The digits become a binary number, and one text can be named many times.
        intake.charge(text.length() >> 3);
        return numbers.decimal(text);
    }

    private PickleDict orderedDict(Inert symbol, PickleList args) {
        PickleDict dict = new PickleDict();
        if (args.isEmpty()) {
            return dict;
        }
        // Python 2 gives the items as a list of lists of two.
        if (args.size() != 1 || !(args.get(0) instanceof PickleList pairs)) {
            throw bad(symbol, "takes nothing or one list of pairs");
        }
        intake.begin();
        for (Object pair : pairs) {
            if (!(pair instanceof PickleList two)
                    || two.size() != 2
                    || !(intake.string(two.get(0)) instanceof String key)) {
                throw in.fault("pickle.key", "a pair of an OrderedDict that is no text and value");
            }
            if (!dict.add(key, intake.take(two.get(1)))) {
                throw in.fault("pickle.key", "a dict key that is there twice");
            }
        }
        intake.into(dict, pairs.size());
        return dict;
    }

    private PickleDict counter(Inert symbol, PickleList args) {
        if (args.isEmpty()) {
            return new PickleDict();
        }
        if (args.size() != 1 || !(args.get(0) instanceof PickleDict counts)) {
            throw bad(symbol, "takes nothing or one dict");
        }
        return counts;
    }

    private PickleDict defaultDict(Inert symbol, PickleList args) {
        Object factory = args.size() == 1 ? args.get(0) : null;
        boolean known = factory == null || (factory instanceof PickleSymbol type && type.makesDefaults());
        if (args.size() > 1 || !known) {
            throw bad(symbol, "takes nothing, None or one of list, dict, set, int, float, str, bool, tuple");
        }
        return new PickleDict();
    }

    private PickleList deque(Inert symbol, PickleList args) {
        boolean startsEmpty = args.isEmpty() || (args.get(0) instanceof PickleList first && first.isEmpty());
        boolean bounded = args.size() < 2 || args.get(1) == null || args.get(1) instanceof Long;
        if (args.size() > 2 || !startsEmpty || !bounded) {
            throw bad(symbol, "takes nothing, or an empty tuple and a length");
        }
        return new PickleList(PickleList.Kind.DEQUE);
    }

    private PickleSymbol zoneInfoUnpickle(Inert symbol, PickleList args) {
        if (args.size() != 2 || args.get(0) != PickleSymbol.ZONE_INFO || !"_unpickle".equals(args.get(1))) {
            throw in.fault("pickle.global", symbol.display() + " is refused; it is known only as a part of a ZoneInfo");
        }
        return PickleSymbol.ZONE_INFO_UNPICKLE;
    }

    private UUID uuid(@Nullable Object state) {
        Object number = state instanceof PickleDict fields ? fields.get("int") : null;
        boolean known = state instanceof PickleDict fields && fields.size() == (fields.containsKey("is_safe") ? 2 : 1);
        if (!known || !PickleSets.isInteger(number)) {
            throw in.fault("pickle.state", "the state of a uuid.UUID is a dict with its number");
        }
        BigInteger value = number instanceof BigInteger big ? big : BigInteger.valueOf((Long) requireNonNull(number));
        if (value.signum() < 0 || value.bitLength() > 128) {
            throw in.fault("pickle.state", "the number of a uuid.UUID has 128 bits and no sign");
        }
        return new UUID(value.shiftRight(64).longValue(), value.longValue());
    }

    private <T> T none(Inert symbol, PickleList args, T made) {
        if (!args.isEmpty()) {
            throw bad(symbol, "takes no arguments here");
        }
        return made;
    }

    private PickleList tuple(@Nullable Object arguments) {
        if (arguments instanceof PickleList list && list.kind() == PickleList.Kind.TUPLE) {
            return list;
        }
        throw in.fault("pickle.call", "the arguments of a call must be a tuple");
    }

    private DecodeException bad(Inert symbol, String expected) {
        return in.fault("pickle.call", symbol.display() + " " + expected);
    }

    /** A duration of whole seconds, or {@code null}. */
    static @Nullable Duration wholeSeconds(@Nullable Object value) {
        return value instanceof Duration duration && duration.getNano() == 0 ? duration : null;
    }
}
