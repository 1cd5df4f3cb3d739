package dev.brine.bench.peer;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import dev.brine.bench.avro.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Jackson databind on the generated class, dates as ISO 8601. */
public final class JacksonArm implements Arm {

    private final Shape shape;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JacksonArm(Shape shape) {
        this.shape = shape;
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addMixIn(SpecificRecord.class, Content.class)
                .addMixIn(Order.class, Renamed.class)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        writer = mapper.writerFor(shape == Shape.EVOLVE ? Map.class : shape.generated());
        reader = mapper.readerFor(shape.generated());
    }

    public static ArmSpec spec() {
        return new ArmSpec(
                "jackson", "jackson", Set.of(Shape.values()), Set.of("status", "tags", "sourceIp"), JacksonArm::new);
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return shape == Shape.EVOLVE ? sample : Models.generated(shape.writer(), sample);
    }

    @Override
    public byte[] encode(Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object decode(byte[] bytes) {
        try {
            return reader.readValue(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @JsonIgnoreProperties({"schema", "specificData"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private abstract static class Content {}

    @JsonIgnoreProperties({"schema", "specificData"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private abstract static class Renamed {
        @JsonAlias("customer")
        @SuppressWarnings("UnusedMethod") // Jackson looks at it
        abstract void setCustomerName(String name);
    }
}
