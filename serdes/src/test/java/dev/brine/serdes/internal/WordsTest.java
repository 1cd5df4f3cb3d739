package dev.brine.serdes.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WordsTest {

    private final Random random = new Random(3);

    @Test
    void rangesAreEqualIfEveryByteIs() {
        byte[] one = new byte[90];
        random.nextBytes(one);
        for (int length = 0; length <= 70; length++) {
            // Given: at the arrays' ends, where nothing behind may be looked at
            byte[] other = new byte[length + 5];
            int from = one.length - length;
            System.arraycopy(one, from, other, 5, length);

            // Then
            assertThat(Words.equal(one, from, other, 5, length)).isTrue();
            for (int i = 0; i < length; i++) {
                other[5 + i] ^= (byte) (1 << random.nextInt(8));
                assertThat(Words.equal(one, from, other, 5, length))
                        .as("%d of %d", i, length)
                        .isFalse();
                other[5 + i] = one[from + i];
            }
        }
    }

    @Test
    void aCopyIsWholeAndTouchesNothingBeforeItNorFarBehind() {
        byte[] source = new byte[200];
        random.nextBytes(source);
        for (int length = 0; length <= 70; length++) {
            for (int room : new int[] {0, 1, 31, 32, 100}) {
                // Given: sources and targets that end with the copy, and others
                int at = source.length - length - random.nextInt(2) * 40;
                byte[] target = new byte[7 + length + room];
                Arrays.fill(target, (byte) 1);

                // When
                Words.copy(source, at, target, 7, length);

                // Then
                assertThat(Arrays.equals(source, at, at + length, target, 7, 7 + length))
                        .as("%d bytes", length)
                        .isTrue();
                assertThat(Arrays.copyOf(target, 7)).containsOnly(1);
                byte[] far =
                        Arrays.copyOfRange(target, Math.min(target.length, 7 + Math.max(length, 32)), target.length);
                assertThat(Arrays.mismatch(far, ones(far.length))).isEqualTo(-1);
            }
        }
    }

    private static byte[] ones(int length) {
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 1);
        return ones;
    }
}
