package dev.brine.serdes.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final String TEXT =
            "plain ASCII, é ß, 서울 날씨, \ud83d\udea2 \ud800\udc00 \udbff\udfff, \u0800\ud7ff\ue000\uffff end";

    @Test
    void everyCharacterIsWellFormedAndEverySurrogateIsNot() {
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            byte[] bytes = encode(point);
            boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            assertThat(Utf8.firstMalformed(bytes, 0, bytes.length)).isEqualTo(surrogate ? 0 : -1);
        }
    }

    @Test
    void whatIsMalformedIsFoundWhereTheJdkFindsIt() {
        long seed = 20_261_120;
        Random random = new Random(seed);
        byte[] sound = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = sound.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int from = random.nextInt(20);
            int length = random.nextInt(bytes.length - from);

            char[] chars = new char[length];
            int count = Utf8.decode(bytes, from, length, chars);
            assertThat(count < 0 ? null : new String(chars, 0, count))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(Utf8.decode(bytes, from, length));
            assertThat(Utf8.firstMalformed(bytes, from, length))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(jdk(bytes, from, length));
        }
    }

    private static int jdk(byte[] bytes, int from, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(in);
            return -1;
        } catch (CharacterCodingException e) {
            return in.position() - from;
        }
    }

    /** The scheme of UTF-8, also for what it forbids. */
    private static byte[] encode(int point) {
        if (point < 0x80) {
            return new byte[] {(byte) point};
        }
        if (point < 0x800) {
            return new byte[] {(byte) (0xc0 | point >> 6), (byte) (0x80 | point & 63)};
        }
        if (point < 0x10000) {
            return new byte[] {(byte) (0xe0 | point >> 12), (byte) (0x80 | point >> 6 & 63), (byte) (0x80 | point & 63)
            };
        }
        return new byte[] {
            (byte) (0xf0 | point >> 18),
            (byte) (0x80 | point >> 12 & 63),
            (byte) (0x80 | point >> 6 & 63),
            (byte) (0x80 | point & 63)
        };
    }
}
