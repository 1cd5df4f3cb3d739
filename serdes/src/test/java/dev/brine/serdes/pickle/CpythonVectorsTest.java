package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class CpythonVectorsTest {

    private static final PickleReader READER = new PickleReader(PickleOptions.DEFAULT.shapes(Vectors.shapes()));

    @TestFactory
    List<DynamicTest> everyValueIsWhatPythonMeant() {
        PickleJson json = new PickleJson(Limits.DEFAULT);
        return Vectors.values().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    // When
                    String text = json.toJson(READER.read(vector.pickle()));

                    // Then
                    assertThat(Vectors.JSON.readTree(text)).isEqualTo(vector.value());
                    // The order of fields is no part of a JSON tree's equality, but of ours.
                    assertThat(text.length()).isPositive();
                    if (vector.value().isObject()) {
                        assertThat(Vectors.JSON.readTree(text).fieldNames())
                                .toIterable()
                                .containsExactlyElementsOf(() -> vector.value().fieldNames());
                    }
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> whatIsNoDataIsRefusedByName() {
        return Vectors.refused().stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    // When
                    DecodeException fault =
                            catchThrowableOfType(DecodeException.class, () -> READER.read(vector.pickle()));

                    // Then
                    assertThat(fault.rule()).isIn("pickle.global", "pickle.call");
                    String[] name = vector.refused().split("\\.");
                    assertThat(fault).hasMessageContaining(name[name.length - 1]);
                }))
                .toList();
    }

    @Test
    void everyVectorIsReadFromAnyKindOfBuffer() {
        for (Vectors.Vector vector : Vectors.values()) {
            // Given
            byte[] padded = new byte[vector.pickle().length + 10];
            System.arraycopy(vector.pickle(), 0, padded, 3, vector.pickle().length);
            ByteBuffer direct = ByteBuffer.allocateDirect(padded.length).put(padded);
            List<ByteBuffer> buffers = List.of(
                    ByteBuffer.wrap(padded, 3, vector.pickle().length),
                    ByteBuffer.wrap(padded, 3, vector.pickle().length).slice(),
                    ByteBuffer.wrap(vector.pickle()).asReadOnlyBuffer(),
                    direct.position(3).limit(3 + vector.pickle().length));
            PickleJson json = new PickleJson(Limits.DEFAULT);
            String expected = json.toJson(READER.read(vector.pickle()));

            for (ByteBuffer buffer : buffers) {
                // When
                Object value = READER.read(buffer);

                // Then
                assertThat(json.toJson(value)).as(vector.toString()).isEqualTo(expected);
            }
        }
    }

    @Test
    void anUnregisteredClassIsRefusedByName() {
        // Given
        PickleReader reader = new PickleReader(PickleOptions.DEFAULT);

        for (String name : List.of("dataclass", "namedtuple", "enum", "object", "dict-subclass")) {
            // When
            DecodeException fault = catchThrowableOfType(
                    DecodeException.class, () -> reader.read(Vectors.of(name, 4).pickle()));

            // Then
            assertThat(fault.rule()).isEqualTo("pickle.global");
            assertThat(fault).hasMessageContaining("shop.models.");
        }
    }

    @Test
    void aRegisteredClassIsARecordWithItsName() {
        // When
        Object value = READER.read(Vectors.of("dataclass", 4).pickle());

        // Then
        assertThat(value).isInstanceOfSatisfying(PickleRecord.class, order -> {
            assertThat(order.className()).isEqualTo("shop.models.Order");
            assertThat(order.module()).isEqualTo("shop.models");
            assertThat(order.name()).isEqualTo("Order");
            assertThat(order.fields()).containsOnlyKeys("id", "buyer", "lines").containsEntry("id", 7L);
        });
    }

    @Test
    void everyPrefixOfAPickleIsTruncated() {
        for (Vectors.Vector vector : Vectors.values()) {
            if (vector.pickle().length > 400) {
                continue;
            }
            for (int length = 0; length < vector.pickle().length; length++) {
                // When
                byte[] part = java.util.Arrays.copyOf(vector.pickle(), length);
                DecodeException fault = catchThrowableOfType(DecodeException.class, () -> READER.read(part));

                // Then
                assertThat(fault.rule()).as("%s cut to %s", vector, length).isIn("pickle.truncated", "pickle.frame");
            }
        }
    }
}
