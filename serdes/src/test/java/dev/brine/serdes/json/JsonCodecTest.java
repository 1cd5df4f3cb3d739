package dev.brine.serdes.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.Codec;
import dev.brine.serdes.CodecContract;
import dev.brine.serdes.ContractSamples.Sample;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class JsonCodecTest extends CodecContract {

    @Override
    protected Codec codec() {
        return new JsonCodec();
    }

    @Override
    protected boolean partMayBeValue(Sample<?> sample) {
        return sample.schema().getType() == Schema.Type.LONG;
    }

    @Test
    void valueOfAnOlderSchemaIsReadAsTheNewer() {
        // Given
        Schema writer = SchemaBuilder.record("R").fields().requiredInt("n").endRecord();
        Schema reader = SchemaBuilder.record("R")
                .fields()
                .requiredLong("n")
                .name("currency")
                .type()
                .stringType()
                .stringDefault("EUR")
                .endRecord();

        // When
        Map<?, ?> value = codec().decoder(writer, reader, Map.class, Limits.DEFAULT)
                .decode(ByteBuffer.wrap("{\"n\":7}".getBytes()));

        // Then
        assertThat(value).isEqualTo(Map.of("n", 7L, "currency", "EUR"));
    }
}
