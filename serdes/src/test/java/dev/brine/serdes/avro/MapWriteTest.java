package dev.brine.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps through generated code and through the steps: in any order, with gaps, nulls and strangers. */
class MapWriteTest {

    private static final byte[] NONE = {};
    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "R", "fields": [
              {"name": "a", "type": "int"},
              {"name": "b", "type": ["null", "string"], "default": null},
              {"name": "c", "type": ["null", "string"]},
              {"name": "d", "type": "string", "default": "d"},
              {"name": "e", "type": ["string", "null"], "default": "e"},
              {"name": "f", "type": "null", "default": null},
              {"name": "g", "type": {"type": "array", "items": {"type": "record", "name": "S", "fields": [
                {"name": "x", "type": "long"}, {"name": "y", "type": ["null", "double"], "default": null}]}}}
            ]}
            """);

    private final Encoder<Map> steps = new AvroCodec(PlanForm.COMPOSED).encoder(SCHEMA, Map.class, Limits.DEFAULT);
    private final Encoder<Map> made = new AvroCodec(PlanForm.GENERATED).encoder(SCHEMA, Map.class, Limits.DEFAULT);

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121})
    void generatedCodeWritesAndRefusesAsTheStepsDo(long seed) {
        Random random = new Random(seed);
        int written = 0;
        for (int round = 0; round < 5_000; round++) {
            Map<String, Object> map = map(random);
            String expected = run(steps, map);
            assertThat(run(made, map))
                    .as("seed %d, round %d, %s", seed, round, map)
                    .isEqualTo(expected);
            written += expected.startsWith("[") ? 1 : 0;
        }
        assertThat(written).isBetween(500, 4_500);
    }

    @ParameterizedTest
    @ValueSource(longs = {7})
    void decodedMapsAreWrittenBack(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Map<String, Object> map = map(random);
            String bytes = run(steps, map);
            if (bytes.startsWith("[")) {
                byte[] encoded = steps.encode(NONE, map);
                Map<?, ?> decoded = new AvroCodec(PlanForm.GENERATED)
                        .decoder(SCHEMA, SCHEMA, Map.class, Limits.DEFAULT)
                        .decode(ByteBuffer.wrap(encoded));
                assertThat(run(made, decoded))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(bytes);
            }
        }
    }

    private static String run(Encoder<Map> encoder, Map<?, ?> map) {
        try {
            return Arrays.toString(encoder.encode(NONE, map));
        } catch (EncodeException e) {
            return e.path() + ": " + e.getMessage();
        }
    }

    private static Map<String, Object> map(Random random) {
        Map<String, Object> map = new LinkedHashMap<>();
        put(random, map, "a", random.nextInt(20) == 0 ? "no number" : (Object) random.nextInt());
        put(random, map, "b", random.nextBoolean() ? null : "b");
        put(random, map, "c", random.nextBoolean() ? null : "text");
        put(random, map, "d", "d" + random.nextInt());
        put(random, map, "e", random.nextBoolean() ? null : "");
        put(random, map, "f", null);
        List<Object> items = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Map<String, Object> item = new HashMap<>();
            put(random, item, "x", random.nextLong());
            put(random, item, "y", random.nextBoolean() ? null : (Object) random.nextDouble());
            items.add(item);
        }
        put(random, map, "g", items);
        if (random.nextInt(20) == 0) {
            map.put("stranger", 1);
        }
        return switch (random.nextInt(4)) {
            case 0 -> new TreeMap<>(map);
            case 1 -> new HashMap<>(map);
            case 2 -> shuffled(random, map);
            default -> map;
        };
    }

    private static Map<String, Object> shuffled(Random random, Map<String, Object> map) {
        List<String> names = new ArrayList<>(map.keySet());
        Collections.shuffle(names, random);
        Map<String, Object> other = new LinkedHashMap<>();
        names.forEach(name -> other.put(name, map.get(name)));
        return other;
    }

    private static void put(Random random, Map<String, Object> map, String name, Object value) {
        if (random.nextInt(12) > 0) {
            map.put(name, value);
        }
    }
}
