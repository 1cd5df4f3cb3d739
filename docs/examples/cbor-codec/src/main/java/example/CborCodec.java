package example;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.brine.serdes.Codec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.json.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** Plain JSON as Brine writes it, in CBOR's bytes. Schemas, types and evolution are left to the codec for JSON. */
public final class CborCodec implements Codec {

    private final JsonCodec json = new JsonCodec();

    @Override
    public String name() {
        return "cbor";
    }

    @Override
    public String contentType() {
        return "application/cbor";
    }

    @Override
    public <T> Encoder<T> encoder(Schema writer, Class<T> type, Limits limits) {
        Encoder<T> text = json.encoder(writer, type, limits);
        JsonFactory jsonFactory = new JsonFactory();
        CBORFactory cborFactory = new CBORFactory();
        return (prefix, value) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(prefix);
            try (JsonParser from = jsonFactory.createParser(text.encode(new byte[0], value));
                    JsonGenerator to = cborFactory.createGenerator(out)) {
                from.nextToken();
                to.copyCurrentStructure(from);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // neither the array nor our own JSON fails
            }
            return out.toByteArray();
        };
    }

    @Override
    public <T> Decoder<T> decoder(Schema writer, Schema reader, Class<T> type, Limits limits) {
        Decoder<T> text = json.decoder(writer, reader, type, limits);
        JsonFactory jsonFactory = new JsonFactory();
        CBORFactory cborFactory = CBORFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxStringBytes())
                        .build())
                .build();
        return bytes -> {
            if (bytes.remaining() > limits.maxBytes()) {
                throw new DecodeException("limit.max.bytes", 0, "", "more than " + limits.maxBytes() + " bytes");
            }
            byte[] cbor = new byte[bytes.remaining()];
            bytes.get(cbor);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JsonParser from = cborFactory.createParser(cbor);
                    JsonGenerator to = jsonFactory.createGenerator(out)) {
                from.nextToken();
                to.copyCurrentStructure(from);
                if (from.nextToken() != null) {
                    throw new DecodeException("trailing-bytes", -1, "", "more than one CBOR item");
                }
            } catch (IOException | IllegalStateException e) {
                throw new DecodeException("cbor", -1, "", "not a CBOR item that has a form in JSON", e);
            }
            try {
                return text.decode(ByteBuffer.wrap(out.toByteArray()));
            } catch (DecodeException e) {
                throw e.unplaced(); // its position is one in the JSON, which nobody has seen
            }
        };
    }
}
