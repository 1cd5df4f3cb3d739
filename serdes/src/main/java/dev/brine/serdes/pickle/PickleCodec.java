package dev.brine.serdes.pickle;

import dev.brine.serdes.Codec;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.avro.AvroCodec;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Python's pickle under an Avro schema.
 *
 * <p>Read: protocols 0 to 5. A dict is a record or a map, list, tuple, set, frozenset and deque are arrays, an int must
 * fit the schema's, and Python's date, time, datetime, Decimal and UUID are the logical types, as are their texts in
 * plain JSON's form. A record's name and aliases are also accepted as the class of an object: what the schema names is
 * allowed, as data, and nothing else. A union takes the first branch that the value fits. A key that the schema does
 * not know is an error, a missing one takes its default, nothing is rounded or cut.
 *
 * <p>Written: protocol 4, or as told. Pure pickles (the default) name nothing, so that the strictest
 * {@code Unpickler.find_class} loads them: logical types are texts as in plain JSON. Typed ones hold Python's
 * {@code datetime.*}, {@code decimal.Decimal} and {@code uuid.UUID}.
 */
public final class PickleCodec implements Codec {

    private final AvroCodec avro = new AvroCodec();
    private final int protocol;
    private final boolean typed;
    private final PickleOptions options;

    /** Protocol 4, pure, and no classes but those that the schema names. */
    public PickleCodec() {
        this(PickleWriter.DEFAULT_PROTOCOL, false, PickleOptions.DEFAULT);
    }

    private PickleCodec(int protocol, boolean typed, PickleOptions options) {
        this.protocol = protocol;
        this.typed = typed;
        this.options = options;
    }

    /** The same, writing protocol 2 to 5. */
    public PickleCodec protocol(int number) {
        return new PickleCodec(PickleWriter.checked(number), typed, options);
    }

    /** The same, writing Python's own types. */
    public PickleCodec typed() {
        return new PickleCodec(protocol, true, options);
    }

    /** The same, reading with these options; the limits are those of each decoder. */
    public PickleCodec options(PickleOptions other) {
        return new PickleCodec(protocol, typed, other);
    }

    @Override
    public String name() {
        return "pickle";
    }

    @Override
    public String contentType() {
        return "application/x-python-serialize";
    }

    @Override
    public <T> Encoder<T> encoder(Schema writer, Class<T> type, Limits limits) {
        PicklePlanner planner = new PicklePlanner(protocol, typed);
        PickleStep step = planner.plan(writer);
        DirectPickles direct = takesMaps(type) ? direct(writer, planner, limits) : null;
        return new PickleEncoder<>(
                direct, avro.encoder(writer, type, limits), step, protocol, planner.keyCount(), limits);
    }

    private static boolean takesMaps(Class<?> type) {
        return type == Object.class || Map.class.isAssignableFrom(type);
    }

    private @Nullable DirectPickles direct(Schema writer, PicklePlanner planner, Limits limits) {
        DirectStep step = new DirectPlanner(planner, avro, limits).plan(writer);
        return step == null ? null : new DirectPickles(step, protocol, planner.keyCount(), limits);
    }

    @Override
    public <T> Decoder<T> decoder(Schema writer, Schema reader, Class<T> type, Limits limits) {
        TreePlanner planner = new TreePlanner();
        TreeStep step = planner.plan(writer);
        PickleShapes shapes = options.shapes().and(PickleShapes.of(writer));
        PickleOptions reading = options.limits(limits).shapes(shapes);
        PickleReader pickles = new PickleReader(reading, planner.keys(), true);
        QuickPlan quick = new QuickPlan(writer, reading);
        return new PickleDecoder<>(quick, pickles, step, avro.decoder(writer, reader, type, limits), limits);
    }
}
