package dev.brine.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FramingTest {

    private static final long SEED = 20261121;
    private static final int MOST = 1_000;

    @ParameterizedTest
    @EnumSource(names = "CONNECTION", mode = EnumSource.Mode.EXCLUDE)
    void framesAreTheSameHoweverTheirBytesArrive(Framing framing) throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            // Given
            List<byte[]> sent = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] frame = new byte[1 + random.nextInt(random.nextBoolean() ? 8 : MOST)];
                for (int at = 0; at < frame.length; at++) {
                    frame[at] = (byte) ('a' + random.nextInt(20));
                }
                sent.add(frame);
                ByteBuffer framed = framing.frame(frame);
                stream.write(framed.array(), framed.position(), framed.remaining());
            }

            // When
            List<byte[]> cut = cut(framing.framer(MOST), stream.toByteArray(), random);

            // Then
            assertThat(cut)
                    .as("seed %s, round %s", SEED, round)
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(sent);
        }
    }

    @Test
    void wholeConnectionIsOneFrame() throws Exception {
        Framer framer = Framing.CONNECTION.framer(MOST);

        assertThat(framer.next(ByteBuffer.wrap("one\n".getBytes(UTF_8)))).isNull();
        assertThat(framer.next(ByteBuffer.wrap("two".getBytes(UTF_8)))).isNull();

        assertThat(framer.end()).asString(UTF_8).isEqualTo("one\ntwo");
        assertThat(framer.end()).isNull();
    }

    @Test
    void lastLineCountsWithoutItsNewlineAndEmptyLinesDoNot() throws Exception {
        // Given
        Framer framer = Framing.LINE.framer(MOST);
        ByteBuffer in = ByteBuffer.wrap("\n\r\none\r\n\ntwo".getBytes(UTF_8));

        // Then
        assertThat(framer.next(in)).asString(UTF_8).isEqualTo("one");
        assertThat(framer.next(in)).isNull();
        assertThat(framer.end()).asString(UTF_8).isEqualTo("two");
    }

    @ParameterizedTest
    @EnumSource
    void frameThatIsTooLongIsRefused(Framing framing) {
        byte[] frame = new byte[MOST + 1];
        Arrays.fill(frame, (byte) 'a');

        assertThatThrownBy(() -> framing.framer(MOST).next(framing.frame(frame)))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("1000")
                .extracting("reason")
                .isEqualTo("too-long");
    }

    @Test
    void lineThatGrowsPastTheLimitIsRefusedBeforeItsEnd() throws Exception {
        Framer framer = Framing.LINE.framer(MOST);
        framer.next(ByteBuffer.wrap(new byte[MOST]));

        assertThatThrownBy(() -> framer.next(ByteBuffer.wrap(new byte[1]))).isInstanceOf(FrameException.class);
    }

    @Test
    void negativeLengthIsRefused() {
        assertThatThrownBy(() -> Framing.LENGTH4BE.framer(MOST).next(ByteBuffer.wrap(new byte[] {-1, 0, 0, 0})))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void lengthAloneTakesNoMemory() throws Exception {
        // Given a frame that is announced with the most there is
        Framer framer = Framing.LENGTH4BE.framer(256 << 20);

        // When
        framer.next(ByteBuffer.wrap(new byte[] {0x0f, 0, 0, 0, 1}));

        // Then
        assertThat(framer.begun()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "01 a", "x", "-1 a", "1234567890 a", "12a"})
    void octetCountThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Framing.OCTET_COUNT.framer(2_000_000_000).next(ByteBuffer.wrap(text.getBytes(UTF_8))))
                .isInstanceOf(FrameException.class);
    }

    @Test
    void frameOfNoBytesIsAFrame() throws Exception {
        Framer framer = Framing.LENGTH2BE.framer(MOST);

        assertThat(framer.next(ByteBuffer.wrap(new byte[] {0, 0}))).isEmpty();
        assertThat(framer.begun()).isZero();
    }

    private static List<byte[]> cut(Framer framer, byte[] stream, Random random) throws FrameException {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (at < stream.length) {
            int count = Math.min(stream.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
            ByteBuffer part = ByteBuffer.wrap(stream, at, count);
            for (byte[] frame = framer.next(part); frame != null; frame = framer.next(part)) {
                frames.add(frame);
            }
            assertThat(part.hasRemaining()).isFalse();
            at += count;
        }
        assertThat(framer.begun()).isZero();
        return frames;
    }
}
