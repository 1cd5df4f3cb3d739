package dev.brine.serdes.json;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.Codec;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.avro.AvroCodec;
import org.apache.avro.Schema;

/** Plain JSON in UTF-8, as {@code docs/reference/plain-json.md} has it. */
public final class JsonCodec implements Codec {

    public static final String NAME = "json";

    private final UnknownFields unknown;
    private final AvroCodec avro = new AvroCodec();

    /** Refuses fields that the schema does not know. */
    public JsonCodec() {
        this(UnknownFields.ERROR);
    }

    public JsonCodec(UnknownFields unknown) {
        this.unknown = requireNonNull(unknown, "unknown");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public <T> Encoder<T> encoder(Schema writer, Class<T> type, Limits limits) {
        return new JsonEncoder<>(avro.encoder(writer, type, limits), new AvroToJson(writer, limits));
    }

    @Override
    public <T> Decoder<T> decoder(Schema writer, Schema reader, Class<T> type, Limits limits) {
        return new JsonDecoder<>(new JsonToAvro(writer, limits, unknown), avro.decoder(writer, reader, type, limits));
    }
}
