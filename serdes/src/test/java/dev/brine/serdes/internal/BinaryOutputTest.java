package dev.brine.serdes.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

final class BinaryOutputTest {

    private static final byte[] NONE = {};

    @Test
    void writesEveryNumberAsAvroDoes() throws Exception {
        // Given
        List<Long> numbers = new ArrayList<>(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        for (int bit = 0; bit < 64; bit++) {
            numbers.add((1L << bit) - 1);
            numbers.add(1L << bit);
            numbers.add(-(1L << bit) - 1);
        }
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(expected, null);
        for (long n : numbers) {
            encoder.writeLong(n);
            encoder.writeInt((int) n);
            encoder.writeDouble(Double.longBitsToDouble(n));
            encoder.writeFloat(Float.intBitsToFloat((int) n));
        }
        encoder.flush();

        // When
        byte[] written = write(out -> {
            for (long n : numbers) {
                out.writeLong(n);
                out.writeInt((int) n);
                out.writeDouble(Double.longBitsToDouble(n));
                out.writeFloat(Float.intBitsToFloat((int) n));
            }
        });

        // Then
        assertThat(written).isEqualTo(expected.toByteArray());
    }

    @Test
    void writesTextOfAllLengthsAndScriptsAsAvroDoes() throws Exception {
        // Given
        List<String> texts = new ArrayList<>();
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < 70; i++) {
            texts.add(ascii.toString());
            texts.add(ascii + "\u00e9");
            texts.add("\u00e9".repeat(i));
            texts.add("\uc11c".repeat(i * 40));
            texts.add("\uc11c\uc6b8" + ascii);
            texts.add(ascii + "\ud83d\udea2" + ascii);
            ascii.append((char) ('0' + i));
        }
        texts.add("x".repeat(5000));
        texts.add("\uc11c".repeat(5000));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(expected, null);
        for (String text : texts) {
            encoder.writeString(text);
        }
        encoder.flush();

        // When
        byte[] written = write(out -> texts.forEach(out::writeString));

        // Then
        assertThat(written).isEqualTo(expected.toByteArray());
    }

    @Test
    void loneSurrogateIsRefused() {
        for (String text : List.of("\ud83d", "12345678\udea2", "\ud83d\ud83d\udea2", "\ud83dx")) {
            assertThatThrownBy(() -> write(out -> out.writeString(text)))
                    .isInstanceOf(EncodeException.class)
                    .hasMessageContaining("surrogate");
        }
    }

    @Test
    void unscaledNumbersTakeTheFewestBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            // Given
            long n = random.nextLong() >> random.nextInt(64);
            byte[] digits = BigInteger.valueOf(n).toByteArray();

            // When
            byte[] small = write(out -> out.writeUnscaled(n));
            byte[] big = write(out -> out.writeUnscaled(BigInteger.valueOf(n)));
            byte[] wide = write(out -> out.writeFixedUnscaled(n, 12));
            byte[] wideBig = write(out -> out.writeFixedUnscaled(BigInteger.valueOf(n), 12));

            // Then
            assertThat(small).isEqualTo(write(out -> out.writeBytes(digits)));
            assertThat(big).isEqualTo(small);
            assertThat(new BigInteger(wide)).isEqualTo(n);
            assertThat(wide).hasSize(12).isEqualTo(wideBig);
        }
    }

    @Test
    void prefixStandsBeforeAContentOfExactSize() {
        byte[] prefix = {9, 8};

        BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
        out.writeLong(1);
        byte[] result = out.toArray(prefix);
        out.release();

        assertThat(result).containsExactly(9, 8, 2);
    }

    @Test
    void segmentsCanBeMovedAndRepeated() {
        byte[] result = write(out -> {
            out.writeFixed(new byte[] {1, 2, 3}, 0, 3);
            out.insert(1, 1);
            out.array()[1] = 7;
            out.append(0, 2);
            out.writeFixed(ByteBuffer.wrap(new byte[] {5, 6, 4}, 1, 1));
            out.truncate(out.size() - 1);
        });

        assertThat(result).containsExactly(1, 7, 2, 3, 1, 7);
    }

    @Test
    void whatALimitForbidsIsNotWritten() {
        Limits tight = new Limits(100, 10, 3, 2, 10);
        for (Consumer<BinaryOutput> excess : List.<Consumer<BinaryOutput>>of(
                out -> out.writeString("x".repeat(11)),
                out -> out.writeString("\uc11c".repeat(4)),
                out -> out.writeBytes(new byte[11]),
                out -> out.writeBlockCount(4),
                out -> {
                    out.enter();
                    out.enter();
                    out.enter();
                },
                out -> {
                    for (int i = 0; i < 1000; i++) {
                        out.writeDouble(1);
                    }
                })) {
            BinaryOutput out = BinaryOutput.acquire(tight);
            assertThatThrownBy(() -> {
                        excess.accept(out);
                        out.toArray(NONE);
                    })
                    .isInstanceOf(EncodeException.class)
                    .hasMessageContaining("limit max.");
            out.release();
        }
    }

    @Test
    void aSecondOutputOfTheSameThreadIsAnother() {
        BinaryOutput outer = BinaryOutput.acquire(Limits.DEFAULT);
        outer.writeLong(1);
        byte[] inner = write(out -> out.writeLong(2));
        byte[] result = outer.toArray(NONE);
        outer.release();

        assertThat(inner).containsExactly(4);
        assertThat(result).containsExactly(2);
    }

    private static byte[] write(Consumer<BinaryOutput> script) {
        BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
        try {
            script.accept(out);
            return out.toArray(NONE);
        } finally {
            out.release();
        }
    }
}
