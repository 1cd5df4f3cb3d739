package dev.brine.serdes.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BinaryInputTest {

    private static final byte[] NONE = {};

    @Test
    void readsWhatOutputWrote() {
        long seed = 20261120;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            // Given
            long n = random.nextLong() >> random.nextInt(64);
            int i = random.nextInt() >> random.nextInt(32);
            String text = text(random);
            byte[] raw = new byte[random.nextInt(40)];
            random.nextBytes(raw);
            BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
            out.writeLong(n);
            out.writeInt(i);
            out.writeString(text);
            out.writeBytes(raw);
            out.writeBoolean(i > 0);
            out.writeDouble(n);
            out.writeFloat(i);
            out.writeUnscaled(n);
            out.writeFixed(raw, 0, raw.length);
            out.writeBigEndianLong(n);
            out.writeLittleEndianInt(i);
            byte[] bytes = out.toArray(NONE);
            out.release();

            // When
            BinaryInput in = BinaryInput.acquire(ByteBuffer.wrap(bytes), Limits.DEFAULT);

            // Then
            assertThat(in.readLong()).as("seed %d round %d", seed, round).isEqualTo(n);
            assertThat(in.readInt()).isEqualTo(i);
            assertThat(in.readString()).isEqualTo(text);
            assertThat(in.readBytes()).isEqualTo(raw);
            assertThat(in.readBoolean()).isEqualTo(i > 0);
            assertThat(in.readDouble()).isEqualTo((double) n);
            assertThat(in.readFloat()).isEqualTo((float) i);
            assertThat(in.readUnscaled(in.readLength())).isEqualTo(n);
            assertThat(in.readFixed(raw.length)).isEqualTo(raw);
            assertThat(in.readBigEndianLong()).isEqualTo(n);
            assertThat(in.readLittleEndianInt()).isEqualTo(i & 0xffffffffL);
            assertThat(in.position()).isEqualTo(bytes.length);
            in.expectEnd();
            in.release();
        }
    }

    @Test
    void everyKindOfBufferReadsTheSame() {
        // Given
        byte[] content = {4, 'h', 'i', 1};
        ByteBuffer direct =
                ByteBuffer.allocateDirect(6).put(1, content).position(1).limit(5);
        List<ByteBuffer> buffers = List.of(
                ByteBuffer.wrap(content),
                ByteBuffer.wrap(content).asReadOnlyBuffer(),
                ByteBuffer.wrap(new byte[] {9, 9, 4, 'h', 'i', 1, 9}, 1, 5)
                        .slice()
                        .position(1),
                direct,
                direct.slice().asReadOnlyBuffer());
        for (ByteBuffer buffer : buffers) {
            // When
            BinaryInput in = BinaryInput.acquire(buffer, Limits.DEFAULT);

            // Then
            assertThat(in.readString()).isEqualTo("hi");
            assertThat(in.position()).isEqualTo(3);
            assertThat(in.readInt()).isEqualTo(-1);
            in.release();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "long,            '',                        truncated,              0",
        "long,            80,                        truncated,              0",
        "long,            ffffffffffffffffff,        truncated,              0",
        "long,            ffffffffffffffffff02,      varint,                 0",
        "long,            ffffffffffffffffffff01,    varint,                 0",
        "int,             ffffffff1f,                varint,                 0",
        "int,             808080808001,              varint,                 0",
        "boolean,         02,                        boolean,                0",
        "boolean,         '',                        truncated,              0",
        "float,           000000,                    truncated,              0",
        "double,          00000000000000,            truncated,              0",
        "string,          06c3a9,                    truncated,              0",
        "string,          01,                        varint,                 0",
        "string,          f0ffffff0f,                limit.max.string.bytes, 0",
        "string,          0861c328ff,                utf-8,                  2",
        "string,          04c0af,                    utf-8,                  1",
        "string,          06eda080,                  utf-8,                  1",
        "string,          08f4908080,                utf-8,                  1",
        "bytes,           f0ffffff0f,                limit.max.string.bytes, 0",
        "bytes,           feffffffffffffffff01,      limit.max.string.bytes, 0",
        "bytes,           04aa,                      truncated,              0",
        "union,           04,                        union-index,            0",
        "union,           01,                        union-index,            0",
        "enum,            06,                        enum-index,             0",
        "enum,            01,                        enum-index,             0",
        "block,           f0ffffff0f,                limit.max.items,        0",
        "block,           06aaaa,                    truncated,              0",
        "block,           ffffffffffffffffff0100,    block-count,            0",
        "block,           0104aa,                    block-count,            0",
        "block,           0101aa,                    block-count,            0",
        "skipped block,   0104aa,                    block-count,            0",
        "skipped block,   ffffffff0f0000,            limit.max.items,        0",
        "end,             aa,                        trailing-bytes,         0"
    })
    void faultHasRuleAndPosition(String kind, String hex, String rule, int position) {
        // Given
        Function<BinaryInput, Object> read =
                switch (kind) {
                    case "long" -> BinaryInput::readLong;
                    case "int" -> BinaryInput::readInt;
                    case "boolean" -> BinaryInput::readBoolean;
                    case "float" -> BinaryInput::readFloat;
                    case "double" -> BinaryInput::readDouble;
                    case "string" -> BinaryInput::readString;
                    case "bytes" -> BinaryInput::readBytes;
                    case "union" -> in -> in.readUnionIndex(2);
                    case "enum" -> in -> in.readEnumIndex(3);
                    case "block" -> in -> in.readBlockCount(1);
                    case "skipped block" -> in -> in.skipBlockCount(1);
                    default ->
                        in -> {
                            in.expectEnd();
                            return 0;
                        };
                };
        byte[] bytes = HexFormat.of().parseHex(hex);

        // When
        BinaryInput in = BinaryInput.acquire(bytes, 0, bytes.length, Limits.DEFAULT);

        // Then
        assertThatThrownBy(() -> read.apply(in)).isInstanceOfSatisfying(DecodeException.class, e -> {
            assertThat(e.rule()).isEqualTo(rule);
            assertThat(e.position()).isEqualTo(position);
            assertThat(e.path()).isEmpty();
        });
        in.release();
    }

    @Test
    void sizeOfTheWholeIsCheckedBeforeItIsCopied() {
        Limits tight = new Limits(3, 10, 10, 10, 10);

        assertThatThrownBy(() -> BinaryInput.acquire(ByteBuffer.allocateDirect(4), tight))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("limit.max.bytes");
    }

    @Test
    void itemsOfNoBytesAreCountedOverAllBlocks() {
        Limits tight = new Limits(100, 10, 5, 10, 10);
        BinaryInput in = BinaryInput.acquire(new byte[] {6, 4, 2}, 0, 3, tight);

        assertThat(in.readBlockCount(0)).isEqualTo(3);
        assertThat(in.readBlockCount(0)).isEqualTo(2);
        assertThatThrownBy(() -> in.readBlockCount(0)).hasMessageContaining("limit.max.items");
        in.release();
    }

    @Test
    void depthIsCountedUpAndDown() {
        Limits tight = new Limits(100, 10, 5, 2, 10);
        BinaryInput in = BinaryInput.acquire(NONE, 0, 0, tight);

        in.enter();
        in.enter();
        in.leave();
        in.enter();
        assertThatThrownBy(in::enter).hasMessageContaining("limit.max.depth");
        in.release();
    }

    @Test
    void replacementCharacterThatStandsInTheBytesIsText() {
        byte[] text = "a\ufffd\uc11c".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[text.length + 1];
        bytes[0] = (byte) (text.length << 1);
        System.arraycopy(text, 0, bytes, 1, text.length);

        BinaryInput in = BinaryInput.acquire(bytes, 0, bytes.length, Limits.DEFAULT);

        assertThat(in.readString()).isEqualTo("a\ufffd\uc11c");
        in.release();
    }

    @Test
    void longDecimalsReadAsShortOnesDo() {
        BigInteger digits = BigInteger.ONE.shiftLeft(90).negate();
        BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
        out.writeUnscaled(digits);
        byte[] bytes = out.toArray(NONE);
        out.release();

        BinaryInput in = BinaryInput.acquire(bytes, 0, bytes.length, Limits.DEFAULT);

        assertThat(in.readBigUnscaled(in.readLength())).isEqualTo(digits);
        in.release();
    }

    private static String text(Random random) {
        int length = random.nextInt(30);
        StringBuilder text = new StringBuilder();
        int top = random.nextBoolean() ? 0x7f : 0x1ffff;
        while (text.length() < length) {
            int point = random.nextInt(top);
            if (point < 0xd800 || point > 0xdfff) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
