package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.Codec;
import dev.brine.serdes.CodecContract;
import dev.brine.serdes.ContractSamples;
import dev.brine.serdes.ContractSamples.Sample;
import dev.brine.serdes.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import shop.Order;

class AvroCodecTest extends CodecContract {

    private final AvroCodec codec = new AvroCodec(form());

    PlanForm form() {
        return PlanForm.COMPOSED;
    }

    @Override
    protected Codec codec() {
        return codec;
    }

    @Override
    protected List<Sample<?>> samples() {
        List<Sample<?>> all = new ArrayList<>(ContractSamples.all());
        all.add(new Sample<>(
                "generated class", Order.SCHEMA$, Order.class, Orders.of(7, 1).get(0)));
        return all;
    }

    @Test
    void bytesAreAvrosOwn() throws Exception {
        for (Order order : Orders.of(11, 50)) {
            // Given
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(expected, null);
            new SpecificDatumWriter<Order>(Order.SCHEMA$, order.getSpecificData()).write(order, encoder);
            encoder.flush();

            // When
            byte[] bytes =
                    codec().encoder(Order.SCHEMA$, Order.class, Limits.DEFAULT).encode(new byte[0], order);

            // Then
            assertThat(bytes).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void bytesAloneCanStandWithoutTheirLength() {
        // Given
        Schema schema = Schema.create(Schema.Type.BYTES);
        byte[] value = new byte[300];
        value[299] = 7;

        // When
        byte[] raw = RawBytes.encoder(codec().encoder(schema, byte[].class, Limits.DEFAULT))
                .encode(new byte[] {9}, value);
        byte[] decoded = RawBytes.decoder(codec().decoder(schema, schema, byte[].class, Limits.DEFAULT))
                .decode(ByteBuffer.wrap(raw, 1, 300));

        // Then
        assertThat(raw).hasSize(301).startsWith(9, 0).endsWith(0, 7);
        assertThat(decoded).isEqualTo(value);
        assertThat(RawBytes.applies(schema)).isTrue();
        assertThat(RawBytes.applies(GenericData.get().induce("text"))).isFalse();
    }
}
