package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Avro container files (Avro specification, "Object Container Files"), one schema each; what stands behind the
 * last whole block is what a crash left. Avro's own classes for them need libraries that we do not have.
 */
final class AvroFile implements FileKind {

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC = 16;
    private static final String SCHEMA = "avro.schema";
    private static final String CODEC = "avro.codec";

    private final SecureRandom random = new SecureRandom();
    private final boolean deflate;

    /** @param deflate whether blocks of new files are compressed; to such a file nothing can be added later */
    AvroFile(boolean deflate) {
        this.deflate = deflate;
    }

    /**
     * @param schema of every value
     * @param marker which ends the header and each block
     * @param length in bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Header(Schema schema, byte[] marker, long length) {}

    @Override
    public long wholeLength(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            Header header;
            try {
                header = header(bytes, file);
            } catch (EOFException e) {
                // The header itself was not written to its end.
                return 0;
            }
            return wholeBlocks(bytes, header);
        }
    }

    @Override
    public Appender append(Path file, FileChannel channel, @Nullable Schema schema) throws IOException {
        if (channel.size() > 0) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
                Header header = header(bytes, file);
                return new Blocks(channel, header.schema(), header.marker(), false);
            }
        }
        return begin(channel, schema);
    }

    @Override
    public Appender begin(WritableByteChannel channel, @Nullable Schema schema) throws IOException {
        if (schema == null) {
            throw new IOException("an Avro file begins with the schema of its first record");
        }
        byte[] marker = new byte[SYNC];
        random.nextBytes(marker);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder header = EncoderFactory.get().binaryEncoder(bytes, null);
        header.writeFixed(MAGIC);
        header.writeMapStart();
        header.setItemCount(2);
        header.startItem();
        header.writeString(CODEC);
        header.writeBytes((deflate ? "deflate" : "null").getBytes(UTF_8));
        header.startItem();
        header.writeString(SCHEMA);
        header.writeBytes(schema.toString().getBytes(UTF_8));
        header.writeMapEnd();
        header.writeFixed(marker);
        header.flush();
        write(channel, bytes.toByteArray());
        return new Blocks(channel, schema, marker, deflate);
    }

    private static Header header(RandomAccessFile bytes, Path file) throws IOException {
        byte[] magic = new byte[(int) Math.min(MAGIC.length, bytes.length())];
        bytes.readFully(magic);
        if (!Arrays.equals(magic, Arrays.copyOf(MAGIC, magic.length))) {
            throw new IOException(file + " is not an Avro container file; move it away");
        }
        if (magic.length < MAGIC.length) {
            throw new EOFException();
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (long count = number(bytes); count != 0; count = number(bytes)) {
            if (count < 0) {
                long unused = number(bytes);
            }
            for (long left = Math.abs(count); left > 0; left--) {
                String name = text(bytes);
                entries.put(name, text(bytes));
            }
        }
        byte[] marker = new byte[SYNC];
        bytes.readFully(marker);
        String codec = entries.getOrDefault(CODEC, "null");
        if (!codec.equals("null")) {
            throw new IOException(file + " is compressed with " + codec + ", which is not added to; move it away");
        }
        try {
            Schema schema = new Schema.Parser().parse(entries.getOrDefault(SCHEMA, ""));
            return new Header(schema, marker, bytes.getFilePointer());
        } catch (SchemaParseException e) {
            throw new IOException(file + " has no schema that can be read; move it away", e);
        }
    }

    /** Where the last block ends that has its marker: each is a count, a length, so many bytes, and the marker. */
    private static long wholeBlocks(RandomAccessFile bytes, Header header) throws IOException {
        long whole = header.length();
        byte[] found = new byte[SYNC];
        try {
            while (true) {
                long count = number(bytes);
                long size = number(bytes);
                if (count < 0 || size < 0 || size > bytes.length() - bytes.getFilePointer() - SYNC) {
                    return whole;
                }
                bytes.seek(bytes.getFilePointer() + size);
                bytes.readFully(found);
                if (!Arrays.equals(found, header.marker())) {
                    return whole;
                }
                whole = bytes.getFilePointer();
            }
        } catch (EOFException e) {
            return whole;
        }
    }

    private static String text(RandomAccessFile bytes) throws IOException {
        long length = number(bytes);
        if (length < 0 || length > bytes.length() - bytes.getFilePointer()) {
            throw new EOFException();
        }
        byte[] text = new byte[(int) length];
        bytes.readFully(text);
        return new String(text, UTF_8);
    }

    /** A zigzag number of Avro. */
    private static long number(RandomAccessFile bytes) throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = bytes.readUnsignedByte();
            number |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw new EOFException();
    }

    private static void write(WritableByteChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            int unused = channel.write(left);
        }
    }

    /** Puts what is added between two flushes into a block. */
    private static final class Blocks implements Appender {

        private static final int FULL = 1 << 20;

        private final WritableByteChannel channel;
        private final Schema schema;
        private final byte[] marker;
        private final boolean deflate;
        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        private long count;

        Blocks(WritableByteChannel channel, Schema schema, byte[] marker, boolean deflate) {
            this.channel = channel;
            this.schema = schema;
            this.marker = marker;
            this.deflate = deflate;
        }

        @Override
        public boolean takes(FileEntry entry) {
            return entry.schema() == null || entry.schema().equals(schema);
        }

        @Override
        public void add(FileEntry entry) throws IOException {
            values.write(entry.bytes());
            count++;
            if (values.size() >= FULL) {
                flush();
            }
        }

        @Override
        public void flush() throws IOException {
            if (count == 0) {
                return;
            }
            byte[] data = deflate ? deflated() : values.toByteArray();
            ByteArrayOutputStream block = new ByteArrayOutputStream(data.length + 40);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(block, null);
            encoder.writeLong(count);
            encoder.writeLong(data.length);
            encoder.writeFixed(data);
            encoder.writeFixed(marker);
            encoder.flush();
            values.reset();
            count = 0;
            write(channel, block.toByteArray());
        }

        /** Without the header of zlib, as the specification has it. */
        private byte[] deflated() throws IOException {
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            ByteArrayOutputStream data = new ByteArrayOutputStream(values.size() / 2);
            try (DeflaterOutputStream out = new DeflaterOutputStream(data, deflater)) {
                values.writeTo(out);
            } finally {
                deflater.end();
            }
            return data.toByteArray();
        }
    }
}
