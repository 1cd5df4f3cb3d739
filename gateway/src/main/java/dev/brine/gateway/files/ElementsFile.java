package dev.brine.gateway.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brine.serdes.DecodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document: an array, of which each element is a value, or one value. Read element by element, so that its length
 * does not matter. Positions are numbers, from 0. Behind a fault in the JSON itself nothing can be found any more; an
 * element that does not fit the schema is its own fault only.
 */
final class ElementsFile implements RecordFile {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;
    private final int longest;
    private final Values values;
    private boolean begun;
    private boolean array;
    private boolean ended;
    private long number;

    ElementsFile(InputStream in, int longest, Values values) throws IOException {
        this.parser = JSON.createParser(in);
        this.longest = longest;
        this.values = values;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        if (ended) {
            return null;
        }
        try {
            JsonToken token = parser.nextToken();
            if (!begun) {
                begun = true;
                array = token == JsonToken.START_ARRAY;
                token = array ? parser.nextToken() : token;
            }
            if (token == null && !array) {
                ended = true;
                return null;
            }
            if (token == JsonToken.END_ARRAY || (number > 0 && !array)) {
                ended = true;
                if (array ? parser.nextToken() != null : token != null) {
                    throw new UnreadableFileException("something follows the JSON document" + place());
                }
                return null;
            }
            return element();
        } catch (JsonProcessingException e) {
            ended = true;
            throw new UnreadableFileException(
                    "it is not JSON" + place() + (number == 0 ? "" : ", behind element " + (number - 1)), e);
        }
    }

    private Entry element() throws IOException {
        Bounded bytes = new Bounded(longest);
        try (JsonGenerator copy = JSON.createGenerator(bytes)) {
            // Numbers as exact as they stand there.
            copy.copyCurrentStructureExact(parser);
        }
        String position = Long.toString(number++);
        if (bytes.overflown) {
            return new Entry(
                    bytes.kept(),
                    null,
                    position,
                    new DecodeException(
                            "limit.bytes",
                            longest,
                            "",
                            "an element of more than " + longest + " bytes; its beginning"));
        }
        return values.entry(bytes.kept(), position);
    }

    private String place() {
        return ", at byte " + parser.currentLocation().getByteOffset();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Keeps the beginning, and notes that there was more. */
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int most;
        private boolean overflown;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            int room = Math.min(length, most - bytes.size());
            bytes.write(from, offset, room);
            overflown |= room < length;
        }

        byte[] kept() {
            return bytes.toByteArray();
        }
    }
}
