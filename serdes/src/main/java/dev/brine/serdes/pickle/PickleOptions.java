package dev.brine.serdes.pickle;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.Limits;

/**
 * How pickles are read. Immutable.
 *
 * @param limits what one pickle may hold
 * @param budget what reading it may cost
 * @param shapes the classes that are accepted as records, enums or dicts besides Python's own types
 * @param python2Strings what becomes of Python 2's {@code str}
 * @param strictProtocol whether an opcode newer than the protocol that the pickle names is refused; CPython accepts it
 */
public record PickleOptions(
        Limits limits,
        PickleLimits budget,
        PickleShapes shapes,
        Python2Strings python2Strings,
        boolean strictProtocol) {

    /** The default limits, no classes, no Python 2 strings. */
    public static final PickleOptions DEFAULT =
            new PickleOptions(Limits.DEFAULT, PickleLimits.DEFAULT, PickleShapes.NONE, Python2Strings.REFUSED, false);

    /** What the opcodes STRING, BINSTRING and SHORT_BINSTRING mean: text or bytes, nobody can tell. */
    public enum Python2Strings {
        REFUSED,
        LATIN_1,
        BYTES
    }

    public PickleOptions {
        requireNonNull(limits, "limits");
        requireNonNull(budget, "budget");
        requireNonNull(shapes, "shapes");
        requireNonNull(python2Strings, "python2Strings");
    }

    public PickleOptions limits(Limits other) {
        return new PickleOptions(other, budget, shapes, python2Strings, strictProtocol);
    }

    public PickleOptions budget(PickleLimits other) {
        return new PickleOptions(limits, other, shapes, python2Strings, strictProtocol);
    }

    public PickleOptions shapes(PickleShapes other) {
        return new PickleOptions(limits, budget, other, python2Strings, strictProtocol);
    }

    public PickleOptions python2Strings(Python2Strings other) {
        return new PickleOptions(limits, budget, shapes, other, strictProtocol);
    }

    public PickleOptions strictProtocol(boolean strict) {
        return new PickleOptions(limits, budget, shapes, python2Strings, strict);
    }
}
