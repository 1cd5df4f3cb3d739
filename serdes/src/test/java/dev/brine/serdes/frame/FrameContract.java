package dev.brine.serdes.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brine.registry.RegisteredSchema;
import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every frame must do. Extend it, give the frame, and add tests only for its own bytes. It needs JUnit and nothing
 * else, and comes in the test jar of {@code brine-serdes}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FrameContract {

    private static final byte[] BODY = {(byte) 0xf0, 1, 2, 3};

    /** A schema with all the names that a frame can use. */
    public static final RegisteredSchema SCHEMA = schema(7, "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");

    protected abstract Frame frame();

    /** Whether the frame carries a name at all. */
    protected boolean namesTheSchema() {
        return true;
    }

    /** A schema under an id. */
    public static RegisteredSchema schema(int id, String text) {
        Schema schema = new Schema.Parser().parse(text);
        return new RegisteredSchema(
                id,
                UUID.fromString("123e4567-e89b-12d3-a456-4266141740" + String.format("%02x", id)),
                SchemaNormalization.parsingFingerprint64(schema),
                text,
                List.of(),
                schema);
    }

    /** Remembers what was asked, and finds the one schema by all of its names. */
    protected static final class Asked implements SchemaLookup<String> {

        public final List<Integer> lengths = new ArrayList<>();

        @Override
        public String byId(int id, int length) {
            return found(id == SCHEMA.id(), length);
        }

        @Override
        public String byGuid(long high, long low, int length) {
            return found(new UUID(high, low).equals(SCHEMA.guid()), length);
        }

        @Override
        public String byFingerprint(long fingerprint, int length) {
            return found(fingerprint == SCHEMA.fingerprint(), length);
        }

        @Override
        public String bound() {
            lengths.add(0);
            return "bound";
        }

        private String found(boolean is, int length) {
            lengths.add(length);
            if (!is) {
                throw new DecodeException("unknown-schema", 0, "", "not known");
            }
            return "found";
        }
    }

    @Test
    void isFoundByItsName() {
        assertEquals(frame().getClass(), Frames.named(frame().name()).getClass());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsWrittenIsRead(boolean key) {
        // Given
        Headers headers = new RecordHeaders();
        Stamp stamp = frame().stamp(SCHEMA, key);
        stamp.mark(headers);
        ByteBuffer bytes = framed(stamp);
        Asked asked = new Asked();

        // When
        String found = frame().fromHeaders(headers, key, asked);
        found = found != null ? found : frame().fromPayload(bytes, asked);

        // Then
        assertEquals(namesTheSchema() ? "found" : "bound", found);
        assertEquals(BODY.length, bytes.remaining());
        assertEquals(List.of(stamp.prefix().length), asked.lengths);
    }

    @Test
    void bufferOfAnyKindAndOrderIsRead() {
        byte[] whole = framed(frame().stamp(SCHEMA, false)).array();
        ByteBuffer direct =
                ByteBuffer.allocateDirect(whole.length + 2).put(2, whole).position(2);
        for (ByteBuffer bytes : List.of(
                direct,
                direct.asReadOnlyBuffer().position(2).order(ByteOrder.LITTLE_ENDIAN),
                ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN))) {
            Headers headers = new RecordHeaders();
            frame().stamp(SCHEMA, false).mark(headers);

            String found = frame().fromHeaders(headers, false, new Asked());
            found = found != null ? found : frame().fromPayload(bytes, new Asked());

            assertNotNull(found);
            assertEquals(BODY.length, bytes.remaining());
        }
    }

    @Test
    void headersOfKeyAndValueAreDifferent() {
        assertTrue(Collections.disjoint(frame().headers(true), frame().headers(false)));
    }

    @Test
    void headerThatIsThereAlreadyIsReplaced() {
        Headers headers = new RecordHeaders();
        frame().headers(false).forEach(name -> headers.add(name, new byte[] {9}).add(name, null));
        Headers clean = new RecordHeaders();
        Stamp stamp = frame().stamp(SCHEMA, false);

        stamp.mark(headers);
        stamp.mark(headers);
        stamp.mark(clean);

        assertEquals(names(clean), names(headers));
        for (Header header : clean) {
            assertArrayEquals(header.value(), headers.lastHeader(header.key()).value(), header.key());
        }
        assertTrue(frame().headers(false).containsAll(names(clean)));
    }

    @Test
    void headersThatAreNotItsOwnAreLeftAlone() {
        Headers headers = new RecordHeaders().add("trace", new byte[] {1});

        frame().stamp(SCHEMA, false).mark(headers);

        assertArrayEquals(new byte[] {1}, headers.lastHeader("trace").value());
        assertNull(frame().fromHeaders(new RecordHeaders().add("trace", new byte[] {1}), false, new Asked()));
    }

    @Test
    void payloadThatEndsWithinTheFrameIsTruncated() {
        byte[] prefix = frame().stamp(SCHEMA, false).prefix();
        for (int length = 1; length < prefix.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(Arrays.copyOf(prefix, length));
            DecodeException refusal = assertThrows(DecodeException.class, () -> frame().fromPayload(part, new Asked()));
            assertEquals("frame.truncated", refusal.rule());
        }
    }

    @Test
    void foreignBytesAreNotRecognisedAndNotMoved() {
        if (!namesTheSchema()) {
            return;
        }
        for (byte[] foreign : List.of(new byte[0], new byte[] {'{', '}'}, new byte[] {(byte) 0x80, 4, 75, 1, 46})) {
            ByteBuffer bytes = ByteBuffer.wrap(foreign);

            assertNull(frame().fromPayload(bytes, new Asked()));
            assertEquals(0, bytes.position());
        }
    }

    private static List<String> names(Headers headers) {
        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.key()));
        Collections.sort(names);
        return names;
    }

    private static ByteBuffer framed(Stamp stamp) {
        byte[] prefix = stamp.prefix();
        byte[] whole = Arrays.copyOf(prefix, prefix.length + BODY.length);
        System.arraycopy(BODY, 0, whole, prefix.length, BODY.length);
        return ByteBuffer.wrap(whole);
    }
}
