package dev.brine.serdes.pickle;

import dev.brine.serdes.Limits;
import dev.brine.serdes.avro.AvroCodec;
import dev.brine.serdes.internal.BinaryEncoder;
import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.BinaryOutput;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The value of one place by way of Avro binary: whatever Avro's codec takes. Its plan is made when it is first needed. */
final class ThroughAvro implements DirectStep {

    private final AvroCodec avro;
    private final Schema schema;
    private final PickleStep step;
    private final Limits limits;
    private volatile @Nullable BinaryEncoder<Object> encoder;

    ThroughAvro(AvroCodec avro, Schema schema, PickleStep step, Limits limits) {
        this.avro = avro;
        this.schema = schema;
        this.step = step;
        this.limits = limits;
    }

    @Override
    @SuppressWarnings("NullAway") // a union of several may have null as its object
    public boolean write(@Nullable Object value, PickleOutput out) {
        BinaryOutput binary = encoder().write(value);
        int begin = out.size();
        try {
            BinaryInput in = BinaryInput.acquire(binary.array(), 0, binary.size(), limits);
            try {
                step.write(in, out);
            } finally {
                in.release();
            }
            // Decimals that were given as bytes may have more of them than their digits need.
            return binary.size() <= DirectPickles.MOST_BINARY * (out.size() - begin);
        } finally {
            binary.release();
        }
    }

    private BinaryEncoder<Object> encoder() {
        BinaryEncoder<Object> known = encoder;
        if (known == null) {
            known = avro.encoder(schema, Object.class, limits);
            encoder = known;
        }
        return known;
    }
}
