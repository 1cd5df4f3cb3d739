package dev.brine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.bench.avro.Small;
import dev.brine.bench.hand.SmallCodec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written arm is only a limit if it promises what Brine promises. */
class StrictnessTest {

    private static final int MUTATIONS = 4_000;
    private static final byte[] NO_PREFIX = {};

    @ParameterizedTest
    @EnumSource(Shape.class)
    void handAndBrineRefuseTheSameMutatedBytes(Shape shape) {
        // Given
        Arm hand = Catalogue.arm("hand").open().apply(shape);
        Arm brine = Catalogue.arm("brine").open().apply(shape);
        byte[][] sound = Samples.of(shape, 64).stream()
                .map(sample -> hand.encode(hand.value(sample)))
                .toArray(byte[][]::new);
        SplittableRandom random = new SplittableRandom(80);
        int refused = 0;

        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutated(sound[i % sound.length], random);

            // When
            Object byHand = outcome(hand, bytes);
            Object byBrine = outcome(brine, bytes);

            // Then
            assertThat(byHand).as("mutation %d of seed 80: %s", i, byBrine).isEqualTo(byBrine);
            refused += byHand.equals("refused") ? 1 : 0;
        }
        assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - 1);
    }

    private static byte[] mutated(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
            case 2 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            default -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static Object outcome(Arm arm, byte[] bytes) {
        try {
            return Models.sample(arm.decode(bytes));
        } catch (DecodeException e) {
            return "refused";
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 63, 64, 65, 8_191, 8_192, 100_000})
    void textOfEveryLengthIsWrittenAsAvroDoes(int length) {
        for (String unit : new String[] {"a", "é", "한", "😀", "한a"}) {
            // Given
            Map<String, Object> sample = small(unit.repeat(length));

            // When
            byte[] byHand = encoded("hand", sample);

            // Then
            assertThat(byHand).isEqualTo(encoded("avro-specific", sample));
            assertThat(Models.sample(
                            Catalogue.arm("hand").open().apply(Shape.SMALL).decode(byHand)))
                    .isEqualTo(sample);
        }
    }

    private static byte[] encoded(String name, Map<String, Object> sample) {
        Arm arm = Catalogue.arm(name).open().apply(Shape.SMALL);
        return arm.encode(arm.value(sample));
    }

    @Test
    void aLoneSurrogateIsRefused() {
        // Given
        SmallCodec codec = new SmallCodec(Limits.DEFAULT);
        Small value = (Small) Models.generated(Shape.SMALL.writer(), small("a\ud800"));

        // When, then
        assertThatThrownBy(() -> codec.encode(NO_PREFIX, value)).isInstanceOf(EncodeException.class);
    }

    @Test
    void limitsHoldBothWays() {
        // Given
        Small value = (Small) Models.generated(Shape.SMALL.writer(), small("x".repeat(200)));
        byte[] bytes = new SmallCodec(Limits.DEFAULT).encode(NO_PREFIX, value);
        SmallCodec shortText = new SmallCodec(new Limits(1_000, 199, 10, 10, 10));
        SmallCodec shortValue = new SmallCodec(new Limits(100, 1_000, 10, 10, 10));

        // When, then
        assertThatThrownBy(() -> shortText.encode(NO_PREFIX, value)).hasMessageContaining("max.string.bytes");
        assertThatThrownBy(() -> shortText.decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("max.string.bytes");
        assertThatThrownBy(() -> shortValue.encode(NO_PREFIX, value)).hasMessageContaining("max.bytes");
        assertThatThrownBy(() -> shortValue.decode(ByteBuffer.wrap(bytes))).hasMessageContaining("max.bytes");
    }

    private static Map<String, Object> small(String name) {
        return Map.of("id", 7L, "name", name, "active", true, "score", 0.5, "count", 3);
    }
}
