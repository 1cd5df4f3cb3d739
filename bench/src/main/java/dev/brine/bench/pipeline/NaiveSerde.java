package dev.brine.bench.pipeline;

import dev.brine.bench.avro.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** What a team writes in an afternoon: Avro's reader and writer kept, everything else made for each record. */
final class NaiveSerde implements Serializer<Object>, Deserializer<Object> {

    private final SpecificData data = SpecificData.getForClass(Order.class);
    private final SpecificDatumWriter<Object> writer = new SpecificDatumWriter<>(Order.getClassSchema(), data);
    private final SpecificDatumReader<Object> reader =
            new SpecificDatumReader<>(Order.getClassSchema(), Order.getClassSchema(), data);

    @Override
    public byte[] serialize(String topic, Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new SerializationException("cannot write", e);
        }
        return out.toByteArray();
    }

    @Override
    public Object deserialize(String topic, byte[] bytes) {
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new SerializationException("cannot read", e);
        }
    }

    @Override
    public void close() {
        // Both interfaces have a close of their own.
    }

    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {
        // Nothing to configure.
    }
}
