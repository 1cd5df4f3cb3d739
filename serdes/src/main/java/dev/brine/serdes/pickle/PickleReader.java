package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads pickles of protocols 0 to 5 as plain data. Nothing a pickle names is ever looked up, loaded or called.
 *
 * <table>
 * <caption>What Python's values become</caption>
 * <tr><td>None, bool, str, float</td><td>null, Boolean, String, Double</td></tr>
 * <tr><td>int</td><td>Long, or BigInteger if it does not fit</td></tr>
 * <tr><td>bytes, bytearray</td><td>byte[]</td></tr>
 * <tr><td>list, tuple, set, frozenset, deque</td><td>List</td></tr>
 * <tr><td>dict with text keys, OrderedDict, Counter, defaultdict</td><td>Map&lt;String, Object&gt; in order</td></tr>
 * <tr><td>Decimal</td><td>BigDecimal, or {@link NonFiniteDecimal}</td></tr>
 * <tr><td>UUID</td><td>UUID</td></tr>
 * <tr><td>date, time, datetime</td><td>LocalDate, LocalTime or OffsetTime, LocalDateTime or OffsetDateTime</td></tr>
 * <tr><td>timedelta</td><td>Duration</td></tr>
 * <tr><td>registered classes, SimpleNamespace</td><td>{@link PickleRecord}, or an enum's inner value</td></tr>
 * </table>
 *
 * <p>Lists and maps cannot be modified; what a pickle names twice is one object. Everything else, malformed or hostile,
 * is a {@link DecodeException}: its position is that of the opcode at fault, and its rule one of {@code pickle.opcode},
 * {@code pickle.opcode.NAME} for each opcode that is never accepted, {@code pickle.proto}, {@code pickle.frame},
 * {@code pickle.truncated}, {@code pickle.trailing}, {@code pickle.length}, {@code pickle.stack}, {@code pickle.memo},
 * {@code pickle.target}, {@code pickle.items}, {@code pickle.key}, {@code pickle.set}, {@code pickle.cycle},
 * {@code pickle.global}, {@code pickle.call}, {@code pickle.state}, {@code pickle.value}, {@code pickle.integer},
 * {@code pickle.float}, {@code pickle.decimal}, {@code pickle.utf-8}, {@code pickle.escape},
 * {@code pickle.python2-string}, {@code limit.max.bytes}, {@code limit.max.string.bytes}, {@code limit.max.items},
 * {@code limit.max.depth}, {@code limit.max.nodes} and the limits of {@link PickleLimits}.
 *
 * <p>Safe for use by many threads; nothing is kept from one pickle to the next.
 */
public final class PickleReader {

    private final PickleOptions options;
    private final KeyTable keys;
    private final boolean slices;

    public PickleReader(PickleOptions options) {
        this(options, KeyTable.NONE, false);
    }

    /**
     * @param keys texts that are known beforehand
     * @param slices whether other texts may stay where they are, as {@link TextSlice}; such values are not for users
     */
    PickleReader(PickleOptions options, KeyTable keys, boolean slices) {
        this.options = options;
        this.keys = keys;
        this.slices = slices;
    }

    /** Reads exactly one pickle. */
    public @Nullable Object read(byte[] pickle) {
        return run(pickle, 0, pickle.length, true).value;
    }

    /** Reads exactly one pickle, from the buffer's position to its limit; the buffer is not moved. */
    public @Nullable Object read(ByteBuffer pickle) {
        return run(pickle, true).value;
    }

    /** Reads the first of several pickles that stand one behind the other, and moves the buffer behind it. */
    public @Nullable Object readNext(ByteBuffer pickles) {
        Result result = run(pickles, false);
        pickles.position(pickles.position() + result.length);
        return result.value;
    }

    private Result run(ByteBuffer pickle, boolean alone) {
        int length = pickle.remaining();
        if (pickle.hasArray()) {
            int from = pickle.arrayOffset() + pickle.position();
            return run(pickle.array(), from, from + length, alone);
        }
        checkLength(length, alone);
        byte[] copy = new byte[length];
        pickle.get(pickle.position(), copy);
        return run(copy, 0, length, alone);
    }

    private Result run(byte[] bytes, int from, int to, boolean alone) {
        checkLength(to - from, alone);
        int most = options.limits().maxBytes();
        PickleInput in = new PickleInput(
                bytes,
                from,
                to - from > most ? from + most : to,
                options.limits().maxStringBytes(),
                options.budget().maxOpcodes(),
                keys,
                slices);
        Object value = new PickleMachine(in, options).run();
        in.finish(alone);
        return new Result(value, in.consumed());
    }

    private void checkLength(int length, boolean alone) {
        int most = options.limits().maxBytes();
        if (alone && length > most) {
            throw new DecodeException(
                    "limit.max.bytes", 0, "", "a pickle of " + length + " bytes, at most " + most + " are accepted");
        }
    }

    private record Result(@Nullable Object value, int length) {}
}
