package dev.brine.bench.peer;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Conversion;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.reflect.ReflectData;
import org.apache.avro.reflect.ReflectDatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/** Avro's own readers and writers, with encoder, decoder and stream used again for every object. */
public final class AvroArm implements Arm {

    private final DatumWriter<Object> writer;
    private final DatumReader<Object> reader;
    private final Function<Map<String, Object>, Object> model;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    private final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    private AvroArm(
            DatumWriter<Object> writer, DatumReader<Object> reader, Function<Map<String, Object>, Object> model) {
        this.writer = writer;
        this.reader = reader;
        this.model = model;
        trustBench();
    }

    public static List<ArmSpec> specs() {
        return List.of(
                ArmSpec.avro("avro-specific", AvroArm::specific),
                ArmSpec.avro("avro-generic", AvroArm::generic),
                ArmSpec.avro("avro-reflect", AvroArm::reflect));
    }

    /** Avro makes objects only of classes that the whole process has agreed to. */
    public static void trustBench() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getName().startsWith("dev.brine.bench.")));
    }

    /** Specific. Nobody has a class for version 1, so that one is written from generic records. */
    @SuppressWarnings("unchecked")
    private static Arm specific(Shape shape) {
        SpecificData data = SpecificData.getForClass(shape.generated());
        Schema reader = data.getSchema(shape.generated());
        if (shape == Shape.EVOLVE) {
            GenericData old = conversions(new GenericData());
            return new AvroArm(
                    old.createDatumWriter(shape.writer()),
                    data.createDatumReader(shape.writer(), reader),
                    sample -> Models.generic(shape.writer(), sample));
        }
        return new AvroArm(
                data.createDatumWriter(reader),
                data.createDatumReader(reader),
                sample -> Models.generated(reader, sample));
    }

    /** Generic records with strings instead of Avro's own text, and converted logical types. */
    @SuppressWarnings("unchecked")
    public static Arm generic(Shape shape) {
        GenericData data = conversions(new GenericData());
        Schema reader = SpecificData.get().getSchema(shape.generated());
        return new AvroArm(
                data.createDatumWriter(shape.writer()),
                data.createDatumReader(shape.writer(), reader),
                sample -> Models.generic(shape.writer(), sample));
    }

    /** Reflection finds classes by the schema's names, so the same schemas stand in the plain classes' packages. */
    private static Arm reflect(Shape shape) {
        ReflectData data = new ReflectData();
        conversions(data);
        String generated = "dev.brine.bench.avro";
        String old = shape == Shape.EVOLVE ? "dev.brine.bench.pojo.v1" : "dev.brine.bench.pojo";
        Schema writer = moved(shape.writer(), generated, old);
        Schema reader = moved(SpecificData.get().getSchema(shape.generated()), generated, "dev.brine.bench.pojo");
        return new AvroArm(
                data.createDatumWriter(writer),
                // The other names are resolved as aliases are: unqualified.
                new ReflectDatumReader<>(moved(shape.writer(), generated, "dev.brine.bench.pojo"), reader, data),
                sample -> Models.plain(shape.plainWriter(), sample));
    }

    private static Schema moved(Schema schema, String from, String to) {
        return new Schema.Parser().parse(schema.toString().replace(from, to));
    }

    static GenericData conversions(GenericData data) {
        List<Conversion<?>> all = List.of(
                new TimeConversions.DateConversion(),
                new TimeConversions.TimestampMillisConversion(),
                new TimeConversions.TimestampMicrosConversion(),
                new Conversions.DecimalConversion());
        all.forEach(data::addLogicalTypeConversion);
        return data;
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return model.apply(sample);
    }

    @Override
    public byte[] encode(Object value) {
        out.reset();
        BinaryEncoder to = EncoderFactory.get().binaryEncoder(out, encoder);
        try {
            writer.write(value, to);
            to.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) {
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, decoder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
