package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Avro object container file (Avro specification 1.12, "Object Container Files"), of any schema that the topic's can
 * read; codecs {@code null} and {@code deflate}. Read here and not by Avro's own reader, which takes memory for whatever
 * length a block claims. Positions are numbers, from 0.
 */
final class ContainerFile implements RecordFile {

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final byte[] NONE = {};
    private static final int SYNC = 16;
    private static final int MOST_METADATA = 1 << 20;
    private static final int MOST_BLOCK = 64 << 20;

    private final DataInputStream in;
    private final Schema written;
    private final Decoder<Object> decoder;
    private final boolean deflated;
    private final byte[] sync;
    private final Deque<Entry> block = new ArrayDeque<>();
    private long number;

    ContainerFile(InputStream from, Values values) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(from, 64 << 10));
        try {
            byte[] magic = exactly(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new UnreadableFileException("it is no Avro container file: it does not begin with 'Obj' and 1");
            }
            Map<String, byte[]> metadata = metadata();
            this.written = schema(metadata.get("avro.schema"));
            this.decoder = decoder(values, written);
            String codec = new String(metadata.getOrDefault("avro.codec", "null".getBytes(UTF_8)), UTF_8);
            if (!codec.equals("null") && !codec.equals("deflate")) {
                throw new UnreadableFileException(
                        "its codec is " + codec + "; null and deflate can be read: write it anew with one of these");
            }
            this.deflated = codec.equals("deflate");
            this.sync = exactly(SYNC);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public @Nullable Entry next() throws IOException {
        while (block.isEmpty()) {
            in.mark(1);
            if (in.read() < 0) {
                return null;
            }
            in.reset();
            readBlock();
        }
        return block.remove();
    }

    private void readBlock() throws IOException {
        long count = number();
        long size = number();
        if (count < 0 || size < 0 || size > MOST_BLOCK) {
            throw new UnreadableFileException("a block of " + count + " records and " + size + " bytes; at most "
                    + MOST_BLOCK + " bytes are read");
        }
        byte[] data = exactly((int) size);
        if (!Arrays.equals(exactly(SYNC), sync)) {
            throw new UnreadableFileException("a block does not end with the file's sync marker");
        }
        byte[] records = deflated ? inflated(data) : data;
        try {
            for (Object value : (List<?>) decoder.decode(list(count, records, 0, records.length))) {
                block.add(new Entry(NONE, value, Long.toString(number++), null));
            }
        } catch (DecodeException e) {
            onePerOne(count, records, e);
        }
    }

    /** A block is an Avro array but for its count and its end, so it is read as one. */
    private static ByteBuffer list(long count, byte[] records, int from, int to) {
        ByteBuffer array = ByteBuffer.allocate(to - from + 11);
        long bits = count << 1;
        for (; bits >= 0x80; bits >>>= 7) {
            array.put((byte) ((bits & 0x7f) | 0x80));
        }
        array.put((byte) bits).put(records, from, to - from);
        if (count > 0) {
            array.put((byte) 0);
        }
        return array.flip();
    }

    /** The records of a block that cannot be read as a whole, each by itself. */
    private void onePerOne(long count, byte[] records, DecodeException whole) throws UnreadableFileException {
        List<byte[]> split = BlockSplitter.split(records, count, written)
                .orElseThrow(() -> new UnreadableFileException(
                        "records " + number + " to " + (number + count - 1) + ": " + whole.getMessage(), whole));
        split.forEach(record -> block.add(one(record)));
    }

    private Entry one(byte[] record) {
        String position = Long.toString(number++);
        try {
            List<?> values = (List<?>) decoder.decode(list(1, record, 0, record.length));
            return new Entry(record, values.get(0), position, null);
        } catch (DecodeException e) {
            return new Entry(record, null, position, e);
        }
    }

    private byte[] inflated(byte[] data) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data);
            byte[] out = new byte[Math.max(1_024, Math.min(MOST_BLOCK, data.length * 4))];
            int size = 0;
            while (!inflater.finished()) {
                int some = inflater.inflate(out, size, out.length - size);
                size += some;
                if (size == out.length) {
                    if (size >= MOST_BLOCK) {
                        throw new UnreadableFileException(
                                "a block that is more than " + MOST_BLOCK + " bytes when inflated");
                    }
                    out = Arrays.copyOf(out, (int) Math.min(MOST_BLOCK, out.length * 2L));
                } else if (some == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new UnreadableFileException("a deflated block that ends too early");
                }
            }
            return Arrays.copyOf(out, size);
        } catch (DataFormatException e) {
            throw new UnreadableFileException("a block is not deflated data: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private Map<String, byte[]> metadata() throws IOException {
        Map<String, byte[]> metadata = new HashMap<>();
        long left = MOST_METADATA;
        for (long count = number(); count != 0; count = number()) {
            if (count < 0) {
                number();
                count = -count;
            }
            for (long i = 0; i < count; i++) {
                byte[] key = bytes(left);
                byte[] value = bytes(left - key.length);
                left -= key.length + value.length + 2L;
                metadata.put(new String(key, UTF_8), value);
            }
        }
        return metadata;
    }

    private byte[] bytes(long most) throws IOException {
        long length = number();
        if (length < 0 || length > most) {
            throw new UnreadableFileException("metadata of more than " + MOST_METADATA + " bytes");
        }
        return exactly((int) length);
    }

    private static Schema schema(byte @Nullable [] text) throws IOException {
        if (text == null) {
            throw new UnreadableFileException("it has no schema");
        }
        try {
            return new Schema.Parser().parse(new String(text, UTF_8));
        } catch (AvroRuntimeException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UnreadableFileException(
                    "its schema is none: " + (message.length() > 120 ? message.substring(0, 120) : message), e);
        } catch (StackOverflowError e) {
            throw new UnreadableFileException("its schema is too deep", e);
        }
    }

    private static Decoder<Object> decoder(Values values, Schema schema) throws UnreadableFileException {
        try {
            return values.lists(schema);
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException("its schema cannot be read as the topic's: " + e.getMessage(), e);
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new UnreadableFileException("it ends in the middle");
        }
        return bytes;
    }

    /** A zig-zag varint. */
    private long number() throws IOException {
        long bits = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next;
            try {
                next = in.readUnsignedByte();
            } catch (EOFException e) {
                throw new UnreadableFileException("it ends in the middle", e);
            }
            bits |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new UnreadableFileException("a number of more than ten bytes");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
