package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PickleJsonTest {

    private static final PickleJson JSON = new PickleJson(Limits.DEFAULT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "1",
                "-0.5",
                "\"a\"",
                "[]",
                "{}",
                "{\"b\":1,\"a\":[null,{\"c\":\"한\"}]}",
                "123456789012345678901234567890",
                "\"\\u0000\\n\\\"\"",
                "1.0E300",
                "[[[]]]"
            })
    void jsonComesBackAsItWas(String text) {
        // When
        Object value = JSON.parse(text.getBytes(StandardCharsets.UTF_8));
        Object through =
                new PickleReader(PickleOptions.DEFAULT).read(new PickleWriter(4, false, Limits.DEFAULT).write(value));

        // Then
        assertThat(JSON.toJson(value)).isEqualTo(text);
        assertThat(JSON.toJson(through)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "1 2", "NaN", "1e999", "nul", "\"\u0001\"", "'a'", "{a:1}"
            })
    void whatIsNotOneValueOfJsonIsRefused(String text) {
        // When
        DecodeException fault =
                catchThrowableOfType(DecodeException.class, () -> JSON.parse(text.getBytes(StandardCharsets.UTF_8)));

        // Then
        assertThat(fault.rule()).isEqualTo("json");
    }

    @Test
    void jsonBeyondTheLimitsIsRefused() {
        for (String text : new String[] {"[".repeat(101) + "]".repeat(101), "9".repeat(4_301)}) {
            DecodeException fault = catchThrowableOfType(
                    DecodeException.class, () -> JSON.parse(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(fault.rule()).isEqualTo("json");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, PT0S",
        "PT1S, PT1S",
        "PT24H, P1D",
        "PT-1S, -PT1S",
        "PT26H3M4.5S, P1DT2H3M4.500000S",
        "PT0.000000001S, PT0.000000001S",
        "PT-23997600000000H, -P999900000000D"
    })
    void durationsHaveDaysAndOneSign(String given, String expected) {
        assertThat(JSON.toJson(Duration.parse(given))).isEqualTo('"' + expected + '"');
    }

    @Test
    void isoIsReadAsItIsWritten() {
        for (Vectors.Vector vector : Vectors.values()) {
            if (vector.name().startsWith("datetime-")
                    && vector.value().isTextual()
                    && vector.value().asText().contains("+")) {
                assertThat(Iso.dateTime(Iso.parseOffset(vector.value().asText())))
                        .isEqualTo(vector.value().asText());
            } else if (vector.name().equals("datetime-micros")) {
                assertThat(Iso.dateTime(Iso.parseLocal(vector.value().asText()), Iso.PYTHON))
                        .isEqualTo(vector.value().asText());
            }
        }
        assertThat(Iso.parseOffset("2026-11-20T13:45Z")).isEqualTo("2026-11-20T13:45:00Z");
        assertThat(Iso.parseOffset("2026-11-20T13:45:00.5-03:30")).isEqualTo("2026-11-20T13:45:00.5-03:30");
        assertThat(Iso.parseDate("+20000-01-01")).hasToString("+20000-01-01");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-11-20",
                "2026-11-20T13:45:00",
                "2026-11-20 13:45:00Z",
                "2026-11-20T13:45:00.Z",
                "2026-11-20T13:4Z",
                "2026-11-20T13:45:00.1234567890Z",
                "2026-13-20T13:45:00Z",
                "2026-11-20T13:45:00+",
                "2026-11-20T13:45:0xZ",
                "2026-11-20T25:00:00Z",
                "+2026",
                "Z",
                "-",
                "2026-11-20T13:45:00+99:00"
            })
    void whatIsNoTimestampIsAnException(String text) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Iso.parseOffset(text)))
                .isInstanceOf(java.time.DateTimeException.class);
    }

    @Test
    void aDictIsAMapOfJava() {
        // Given more keys than are searched one by one
        StringBuilder pickle = new StringBuilder("}(");
        ArrayList<String> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add("k" + i);
            pickle.append("Vk").append(i).append("\nI").append(i).append("\n");
        }

        // When
        Map<?, ?> dict = (Map<?, ?>) Pickles.read(pickle + "u.");

        // Then
        assertThat(dict.keySet().toArray()).isEqualTo(keys.toArray());
        assertThat(dict.get("k99")).isEqualTo(99L);
        assertThat(dict.get("k100")).isNull();
        assertThat(dict.containsKey("k31")).isTrue();
        assertThat(dict.get(7)).isNull();
        assertThat(dict).isEqualTo(new java.util.HashMap<>(dict));
        assertThat(Arrays.asList(dict.values().toArray())).contains(0L, 50L);
    }

    @Test
    void aDictFindsWhatIsThereAndNothingElse() {
        // Given
        java.util.Random random = new java.util.Random(8);
        for (int round = 0; round < 300; round++) {
            PickleDict dict = new PickleDict();
            Map<String, Object> expected = new java.util.LinkedHashMap<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                // Half of these have the hash of another.
                String key = (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(40);
                if (expected.putIfAbsent(key, i) == null) {
                    assertThat(dict.add(key, i)).as("seed 8, round " + round).isTrue();
                } else {
                    assertThat(dict.find(key)).isNotNegative();
                }
            }

            // Then
            assertThat(new java.util.LinkedHashMap<>(dict)).isEqualTo(expected);
            for (int i = 0; i < 40; i++) {
                assertThat(dict.containsKey("Aa" + i)).isEqualTo(expected.containsKey("Aa" + i));
                assertThat(dict.get("BB" + i)).isEqualTo(expected.get("BB" + i));
            }
        }
    }

    @Test
    void knownNamesAreFoundByTheirBytes() {
        // Given
        java.util.List<String> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            names.add("field" + i + "Name".repeat(i % 4));
        }
        KeyTable table = new KeyTable(names);

        // Then all but the unlucky few, and nothing that is not a name
        long found = names.stream()
                .filter(name ->
                        name.equals(table.find(("xx" + name).getBytes(StandardCharsets.UTF_8), 2, name.length())))
                .count();
        assertThat(found).isGreaterThan(270);
        assertThat(table.find("field1nam".getBytes(StandardCharsets.UTF_8), 0, 9))
                .isNull();
        assertThat(KeyTable.NONE.find(new byte[] {65}, 0, 1)).isNull();
    }
}
