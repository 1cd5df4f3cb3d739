package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Bodies that cost more than they weigh, or want more than they may. */
final class Bombs {

    /** A hundred megabytes of zeros as gzip has them. */
    static final byte[] GZIP = gzip(new byte[1 << 20], 100);

    /** The same once more. */
    static final byte[] GZIP_TWICE = gzip(GZIP, 1);

    /** Pickles: calls, names, lengths that lie, laughs, depth, floods. */
    static final List<byte[]> PICKLES = List.of(
            latin("cos\nsystem\n(S'true'\ntR."),
            latin("c__builtin__\neval\n(S'1'\ntR."),
            latin("(S'true'\nios\nsystem\n."),
            latin("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093\u008c\u0004true\u0085R."),
            latin("\u0080\u0002}q\u0000(X\u0002\u0000\u0000\u0000idcposix\nsystem\nu."),
            latin("\u0080\u0004X\u00ff\u00ff\u00ff\u007fa."),
            latin("\u0080\u0004\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f."),
            latin("\u0080\u0004\u008b\u00d0\u0007\u0000\u0000" + "\u007f".repeat(2_000) + "."),
            latin("]q\u0000" + "h\u0000h\u0000\u0086q\u0000".repeat(50) + "."),
            latin("(".repeat(500_000)),
            latin("]".repeat(300_000) + "a".repeat(299_999) + "."),
            latin("N".repeat(900_000) + "."),
            latin("Pname\n."),
            latin("\u0082\u0001."),
            latin("\u0080\u0004}\u0094\u008c\u0002id\u0094h\u0000s."));

    /** Avro of another shape than the order's: lengths that lie, negative ones, and none of it. */
    static final List<byte[]> AVRO = List.of(
            new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'a'},
            new byte[] {0x01},
            new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
            new byte[] {2, 'a', 2, 8},
            new byte[] {2, 'a', 2, 2, (byte) 0xfe, (byte) 0xff, (byte) 0xff, 0x7f},
            new byte[] {2, (byte) 0xff, 2, 0},
            new byte[] {2, 'a', 2, 0, 0},
            new byte[0]);

    /** JSON: depth, digits, exponents, keys. */
    static final List<byte[]> JSON = List.of(
            "[".repeat(500_000).getBytes(UTF_8),
            "{\"id\":".repeat(100_000).getBytes(UTF_8),
            ("{\"id\":\"a\",\"count\":" + "9".repeat(900_000) + "}").getBytes(UTF_8),
            ("{\"id\":\"a\",\"price\":\"" + "9".repeat(900_000) + "\"}").getBytes(UTF_8),
            "{\"id\":\"a\",\"price\":\"1e999999999\"}".getBytes(UTF_8),
            "{\"id\":\"a\",\"count\":1e999999999}".getBytes(UTF_8),
            ("{\"id\":\"a\"," + "\"x\":0,".repeat(100_000) + "\"y\":0}").getBytes(UTF_8),
            "{\"id\":\"a\",\"id\":\"b\"}".getBytes(UTF_8),
            "{\"id\":\"\ud800\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16),
            "{\"id\":NaN}".getBytes(UTF_8));

    private Bombs() {}

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] gzip(byte[] bytes, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                gzip.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
