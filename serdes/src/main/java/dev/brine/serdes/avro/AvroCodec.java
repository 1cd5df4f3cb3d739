package dev.brine.serdes.avro;

import dev.brine.serdes.Codec;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryEncoder;
import org.apache.avro.Schema;

/**
 * Avro's binary encoding.
 *
 * <table>
 * <caption>Types that may be asked for</caption>
 * <tr><td>a generated class</td><td>read and written by position; it may be of another version than the schema</td></tr>
 * <tr><td>a Java record or plain class</td><td>by name, exactly as the schema spells it, or by a field's alias. Every
 * component or field must be in the schema; what only the schema has is skipped, or written as its default</td></tr>
 * <tr><td>{@code GenericRecord}</td><td>text as {@code String}, logical types as Java's</td></tr>
 * <tr><td>{@code Map}, {@code Object}</td><td>records as maps in the reader's order, enums as text, bytes and fixed as
 * {@code ByteBuffer}. An encoder for {@code Object} takes whatever of all these comes</td></tr>
 * <tr><td>{@code String}, {@code Long}, {@code byte[]}, {@code List}, ...</td><td>for schemas that are no record</td></tr>
 * </table>
 *
 * <p>Logical types are {@code LocalDate}, {@code LocalTime}, {@code Instant}, {@code LocalDateTime}, {@code BigDecimal},
 * {@code UUID} and Avro's {@code TimePeriod}; a place that says {@code long}, {@code String} or {@code ByteBuffer} gets
 * the underlying value. Times finer than the schema's unit are cut to it; decimals are never rounded.
 *
 * <p>Schemas are resolved by the Avro specification: names of types without their namespace, aliases of the reader,
 * promotions, defaults, and writer's union branches that cannot be read are an error only where one is met.
 */
public final class AvroCodec implements Codec {

    private final PlanForm form;
    private final Plans<WriteStep> writing = new Plans<>();
    private final Plans<ReadStep> reading = new Plans<>();

    public AvroCodec() {
        this(PlanForm.WARMING);
    }

    AvroCodec(PlanForm form) {
        this.form = form;
    }

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public String contentType() {
        return "avro/binary";
    }

    @Override
    public <T> BinaryEncoder<T> encoder(Schema writer, Class<T> type, Limits limits) {
        Plan<WriteStep> plan = writing.get(
                () -> new Plan<>(WritePlanner.plan(writer, type), form, WriteGenerator::generate), type, writer);
        return new AvroEncoder<>(plan, limits);
    }

    @Override
    public <T> Decoder<T> decoder(Schema writer, Schema reader, Class<T> type, Limits limits) {
        Plan<ReadStep> plan = reading.get(
                () -> new Plan<>(ReadPlanner.plan(writer, reader, type), form, ReadGenerator::generate),
                type,
                writer,
                reader);
        return new AvroDecoder<>(writer, plan, type, limits);
    }
}
