package dev.brine.serdes.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.RegisteredSchema;
import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The id in eight bytes in the header {@code apicurio.value.contentId} or {@code apicurio.key.contentId}, before a bare
 * value, as Apicurio's serdes write it with {@code apicurio.registry.headers.enabled}. Reads {@code globalId} as well,
 * which is what their version 2 writes.
 *
 * <p>A record that carries both, and not the same number, is refused: which of the two its registry meant is not said.
 * So is one whose {@code encoding} header says JSON, which is Avro's own JSON and no codec of ours.
 */
final class ApicurioHeaderFrame implements Frame {

    private static final byte[] BINARY = "BINARY".getBytes(UTF_8);

    private static final Names KEY = new Names("apicurio.key.");
    private static final Names VALUE = new Names("apicurio.value.");

    /** The headers of one side. */
    private static final class Names {

        final String contentId;
        final String globalId;
        final String encoding;
        final String contentHash;
        final String artifactId;
        final String schema;
        final List<String> all;

        Names(String side) {
            contentId = side + "contentId";
            globalId = side + "globalId";
            encoding = side + "encoding";
            contentHash = side + "contentHash";
            artifactId = side + "artifactId";
            schema = side + "schema";
            all = List.of(
                    contentId,
                    globalId,
                    encoding,
                    contentHash,
                    artifactId,
                    schema,
                    side + "groupId",
                    side + "version",
                    side + "schemaType",
                    side + "msgType");
        }
    }

    @Override
    public String name() {
        return "apicurio-header";
    }

    @Override
    public List<String> headers(boolean key) {
        return names(key).all;
    }

    @Override
    public Stamp stamp(RegisteredSchema schema, boolean key) {
        Names names = names(key);
        return Stamp.header(
                        names.contentId,
                        ByteBuffer.allocate(Long.BYTES).putLong(schema.id()).array())
                .and(names.encoding, BINARY)
                .without(names.all);
    }

    @Override
    public <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas) {
        Names names = names(key);
        byte[] content = last(headers, names.contentId);
        byte[] global = last(headers, names.globalId);
        byte[] id = content != null ? content : global;
        if (id == null) {
            requireNoOtherName(headers, names);
            return null;
        }
        if (content != null && global != null && !Arrays.equals(content, global)) {
            throw fault(
                    "frame.ambiguous",
                    "headers " + names.contentId + " and " + names.globalId
                            + " name different schemas; the writer must send one of them");
        }
        requireBinary(headers, names);
        return read(content != null ? names.contentId : names.globalId, id, schemas);
    }

    @Override
    public <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas) {
        return null;
    }

    @Override
    public boolean rawBytes() {
        return false;
    }

    private static <R> R read(String name, byte[] value, SchemaLookup<R> schemas) {
        if (value.length != Long.BYTES) {
            throw fault(
                    value.length < Long.BYTES ? "frame.truncated" : "frame.unknown",
                    "header " + name + " has " + value.length + " bytes; expected an 8-byte id");
        }
        long id = ByteBuffer.wrap(value).getLong();
        if (id != (int) id) {
            throw fault("unknown-schema", "header " + name + " has id " + id + ", and ids end at " + Integer.MAX_VALUE);
        }
        return schemas.byId((int) id, 0);
    }

    private static void requireNoOtherName(Headers headers, Names names) {
        for (String other : List.of(names.contentHash, names.artifactId, names.schema)) {
            if (last(headers, other) != null) {
                throw fault(
                        "frame.unknown",
                        "the schema is named by header " + other + ", which is not supported; let the writer send "
                                + names.contentId);
            }
        }
    }

    private static void requireBinary(Headers headers, Names names) {
        byte[] encoding = last(headers, names.encoding);
        if (encoding != null && !Arrays.equals(encoding, BINARY)) {
            throw fault(
                    "frame.encoding",
                    "header " + names.encoding + " says another encoding than BINARY, such as Avro's own JSON;"
                            + " set apicurio.registry.avro.encoding=BINARY for the writer");
        }
    }

    private static DecodeException fault(String rule, String reason) {
        return new DecodeException(rule, -1, "", reason);
    }

    private static byte @Nullable [] last(Headers headers, String name) {
        Header last = headers.lastHeader(name);
        return last == null ? null : last.value();
    }

    private static Names names(boolean key) {
        return key ? KEY : VALUE;
    }
}
