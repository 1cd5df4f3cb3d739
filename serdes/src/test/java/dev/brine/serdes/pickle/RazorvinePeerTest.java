package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside the other pickle for the JVM: the same on plain data, and right where it is not. */
final class RazorvinePeerTest {

    private static final PickleReader READER = new PickleReader(PickleOptions.DEFAULT.shapes(Vectors.shapes()));

    @Test
    void whatItWritesWeRead() throws Exception {
        // Given
        Random random = new Random(11);
        for (int i = 0; i < 500; i++) {
            Object value = value(random, 4);

            // When
            Object read = READER.read(new Pickler().dumps(value));

            // Then
            assertThat(json(read)).as("seed 11, value " + i).isEqualTo(json(value));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void whatWeWriteItReads(int protocol) throws Exception {
        // Given
        Random random = new Random(12);
        PickleWriter writer = new PickleWriter(protocol, false, Limits.DEFAULT);
        for (int i = 0; i < 500; i++) {
            Object value = withoutBytes(value(random, 4), protocol);

            // When
            Object read = new Unpickler().loads(writer.write(value));

            // Then
            assertThat(json(read)).as("seed 12, value " + i).isEqualTo(json(value));
        }
    }

    @Test
    void itsTypesForDatesAreReadToo() throws Exception {
        // Given
        java.util.Calendar local = new java.util.GregorianCalendar(2024, java.util.Calendar.NOVEMBER, 3, 1, 30, 5);

        // Then
        assertThat(json(READER.read(new Pickler().dumps(new BigDecimal("1.50")))))
                .hasToString("\"1.50\"");
        assertThat(READER.read(new Pickler().dumps(new java.sql.Date(local.getTimeInMillis()))))
                .isEqualTo(java.time.LocalDate.of(2024, 11, 3));
        assertThat(READER.read(new Pickler().dumps(new byte[] {0, -1, 127}))).isEqualTo(new byte[] {0, -1, 127});
    }

    /** Each row is a pickle of CPython's that the peer gets wrong or cannot read. */
    @ParameterizedTest
    @CsvSource({
        "datetime-fold, 4",
        "datetime-micros, 4",
        "datetime-utc, 4",
        "datetime-utc, 2",
        "datetime-zone-second, 4",
        "frozenset-one, 2",
        "counter, 4",
        "defaultdict, 4",
        "deque, 4",
        "enum, 4",
        "slots, 4",
        "frozen-slots, 4",
        "uuid, 0",
        "dataclass, 0",
        "decimal-9, 4",
        "dict-order, 4"
    })
    void whatItGetsWrongWeReadRight(String name, int protocol) throws Exception {
        // Given
        Vectors.Vector vector = Vectors.of(name, protocol);

        // When
        String text = new PickleJson(Limits.DEFAULT).toJson(READER.read(vector.pickle()));

        // Then as text, so that the order counts
        assertThat(text).isEqualTo(Vectors.JSON.writeValueAsString(vector.value()));
    }

    @Test
    void anIntIsALongWhateverItsOpcode() {
        assertThat(List.of(
                        READER.read(Pickles.of("K\u0007.")),
                        READER.read(Pickles.of("M\u0007\u0000.")),
                        READER.read(Pickles.of("J\u0007\u0000\u0000\u0000.")),
                        READER.read(Pickles.of("I7\n.")),
                        READER.read(Pickles.of("\u008a\u0001\u0007."))))
                .containsOnly(7L);
    }

    @Test
    void whatItAcceptsIsRefused() {
        // A tuple as a key, bytes behind STOP, a frame of 2^63, a name as an object.
        for (String pickle : List.of(
                "})Ns.", "N.N", "\u0080\u0004\u0095" + Pickles.le8(Long.MIN_VALUE) + "N.", "cos\nsystem\n)R.")) {
            DecodeException fault = Pickles.fault(pickle);
            assertThat(fault.rule()).startsWith("pickle.");
        }
    }

    private static JsonNode json(Object value) throws IOException {
        return Vectors.JSON.readTree(new PickleJson(Limits.DEFAULT).toJson(widened(value)));
    }

    /** The peer gives ints for small numbers and plain maps. */
    private static Object widened(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> wide = new LinkedHashMap<>();
            map.forEach((key, part) -> wide.put((String) key, widened(part)));
            return wide;
        }
        return value instanceof List<?> list
                ? list.stream().map(RazorvinePeerTest::widened).collect(ArrayList::new, List::add, List::addAll)
                : value;
    }

    private static Object withoutBytes(Object value, int protocol) {
        if (protocol > 2) {
            return value;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> rest = new LinkedHashMap<>();
            map.forEach((key, part) -> rest.put((String) key, withoutBytes(part, protocol)));
            return rest;
        }
        if (value instanceof List<?> list) {
            List<Object> rest = new ArrayList<>();
            list.forEach(part -> rest.add(withoutBytes(part, protocol)));
            return rest;
        }
        return value instanceof byte[] ? "bytes" : value;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 11 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(300) - 100;
            case 3 -> random.nextLong();
            case 4 -> new BigInteger(random.nextInt(200), random);
            case 5 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
            case 6 -> text(random);
            case 7 -> "key" + random.nextInt(3);
            case 8 -> bytes(random);
            case 9 -> list(random, depth);
            default -> map(random, depth);
        };
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<Object> list(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value(random, depth - 1));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put("key" + random.nextInt(20), value(random, depth - 1));
        }
        return map;
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(400), 0, 0x11000)
                .filter(c -> c < 0xd800 || c > 0xdfff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
