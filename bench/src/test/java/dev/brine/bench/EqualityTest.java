package dev.brine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EqualityTest {

    private static final int FEW = 24;

    @ParameterizedTest
    @EnumSource(Shape.class)
    void allArmsDoTheSame(Shape shape) {
        // Given
        Equality equality = new Equality(shape, FEW);

        // When
        Catalogue.arms(shape).forEach(equality::check);

        // Then
        assertThat(Catalogue.arms(shape)).extracting(ArmSpec::name).contains("hand", "avro-specific");
    }

    @Test
    void anArmThatLosesAFieldIsFound() {
        // Given
        Equality equality = new Equality(Shape.ORDER, 1);
        ArmSpec forgetful = new ArmSpec("forgetful", "own", Set.of(Shape.ORDER), Set.of(), shape -> new Forgetful());

        // When, then
        assertThatThrownBy(() -> equality.check(forgetful)).hasMessageContaining("forgetful, ORDER, sample 0");
    }

    @Test
    void anArmThatWritesOtherBytesIsFound() {
        // Given
        Equality equality = new Equality(Shape.ORDER, 1);
        ArmSpec own = new ArmSpec("own", ArmSpec.AVRO, Set.of(Shape.ORDER), Set.of(), shape -> new Padded(shape));

        // When, then
        assertThatThrownBy(() -> equality.check(own))
                .hasMessageContaining("other bytes than others of the format avro");
    }

    @Test
    void samplesAreTheSameInEveryRunAndAsLargeAsTheIssueSays() {
        // Given
        Equality orders = new Equality(Shape.ORDER, Samples.COUNT);

        // When
        List<Map<String, Object>> again = Samples.of(Shape.ORDER);

        // Then
        assertThat(again).isEqualTo(Samples.of(Shape.ORDER));
        assertThat(orders.averageBytes()).isBetween(420.0, 470.0);
    }

    /** Forgets everything. */
    private static final class Forgetful implements Arm {
        @Override
        public Object value(Map<String, Object> sample) {
            return sample;
        }

        @Override
        public byte[] encode(Object value) {
            return new byte[0];
        }

        @Override
        public Object decode(byte[] bytes) {
            return Map.of();
        }
    }

    /** Avro with a byte more. */
    private record Padded(Arm avro) implements Arm {
        Padded(Shape shape) {
            this(Catalogue.arm("avro-specific").open().apply(shape));
        }

        @Override
        public Object value(Map<String, Object> sample) {
            return avro.value(sample);
        }

        @Override
        public byte[] encode(Object value) {
            byte[] bytes = avro.encode(value);
            return java.util.Arrays.copyOf(bytes, bytes.length + 1);
        }

        @Override
        public Object decode(byte[] bytes) {
            return avro.decode(bytes);
        }
    }
}
