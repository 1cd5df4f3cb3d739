package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.Utf8;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way beside the long one: what it does, the parser does alike. */
class QuickJsonTest {

    private static final int ROUNDS = Integer.getInteger("brine.fuzz.json", 400);

    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "Part", "namespace": "quick", "fields": [
              {"name": "id", "type": "long"},
              {"name": "title", "type": "string"},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "back", "type": ["string", "null"], "default": "b"},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["ONE", "TWO", "이름"]}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "fine", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 14, "scale": 2}},
              {"name": "count", "type": "int"},
              {"name": "share", "type": "double"},
              {"name": "on", "type": "boolean"},
              {"name": "words", "type": {"type": "array", "items": "string"}, "default": []},
              {"name": "lists", "type": {"type": "array", "items": {"type": "array", "items": "int"}}, "default": []},
              {"name": "named", "type": {"type": "map", "values": ["null", "long"]}, "default": {}},
              {"name": "parts", "type": {"type": "array", "items": "Part"}, "default": []}
            ]}
            """);

    private final QuickJson quick = new QuickJson(SCHEMA, Limits.DEFAULT);
    private final AvroToJson printer = new AvroToJson(SCHEMA, Limits.DEFAULT);

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121})
    void usualTextGoesTheShortWay(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] text = part(random, 0).getBytes(UTF_8);

            byte[] copied = quick(text);

            assertThat(copied).as("seed %d, round %d", seed, i).isNotNull().isEqualTo(parsed(text));
            // What is printed from it is usual again.
            byte[] printed = printer.convert(java.nio.ByteBuffer.wrap(copied));
            assertThat(quick(printed)).as("seed %d, round %d, printed", seed, i).isEqualTo(copied);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 68})
    void mutatedTextGoesTheLongWayOrEndsAlike(long seed) {
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] sound = part(random, 1).getBytes(UTF_8);
            for (int j = 0; j < 40; j++) {
                byte[] text = mutated(sound, random);
                byte[] copied = Utf8.isSound(text, 0, text.length) ? quick(text) : null;
                if (copied != null) {
                    done++;
                    assertThat(copied)
                            .as("seed %d, round %d, mutation %d", seed, i, j)
                            .isEqualTo(parsed(text));
                }
            }
        }
        assertThat(done).as("mutations that the short way took").isGreaterThan(ROUNDS);
    }

    @Test
    void otherFormsGoTheLongWay() {
        String text = "{\"id\":1,\"title\":\"t\",\"kind\":\"ONE\",\"at\":\"2026-11-21T00:00:00Z\",\"fine\":null,"
                + "\"day\":\"2026-11-21\",\"price\":\"1.5\",\"count\":2,\"share\":0.5,\"on\":true}";
        assertThat(quick(text.getBytes(UTF_8))).isEqualTo(parsed(text.getBytes(UTF_8)));
        for (String other : List.of(
                text.replace(":1,", ": 1,"),
                text.replace("\"t\"", "\"\\u0074\""),
                text.replace("{\"id\":1,\"title\":\"t\",", "{\"title\":\"t\",\"id\":1,"),
                text.replace("0.5", "\"NaN\""),
                text + "\n")) {
            assertThat(quick(other.getBytes(UTF_8))).as(other).isNull();
            assertThat(parsed(other.getBytes(UTF_8))).as(other).isNotEmpty();
        }
    }

    @Test
    void limitsAreLeftToTheLongWay() {
        byte[] text = part(new Random(6), 1).getBytes(UTF_8);
        Limits usual = Limits.DEFAULT;
        for (Limits limits : List.of(
                new Limits(20, usual.maxStringBytes(), usual.maxItems(), usual.maxDepth(), usual.maxNodes()),
                new Limits(usual.maxBytes(), 1, usual.maxItems(), usual.maxDepth(), usual.maxNodes()))) {
            BinaryOutput out = BinaryOutput.acquire(usual);
            try {
                assertThat(new QuickJson(SCHEMA, limits).attempt(text, 0, text.length, out))
                        .as("%s", limits)
                        .isFalse();
            } finally {
                out.release();
            }
        }
    }

    private byte[] quick(byte[] text) {
        BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
        try {
            return quick.attempt(text, 0, text.length, out) ? out.toArray(new byte[0]) : null;
        } finally {
            out.release();
        }
    }

    /** By the parser: with a space at the end the short way is none. */
    private static byte[] parsed(byte[] text) {
        byte[] spaced = Arrays.copyOf(text, text.length + 1);
        spaced[text.length] = ' ';
        try {
            return new JsonToAvro(SCHEMA, Limits.DEFAULT).convert(spaced);
        } catch (DecodeException e) {
            throw new AssertionError("the long way refuses what the short way took: " + e.getMessage(), e);
        }
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] text = sound.clone();
        int at = random.nextInt(text.length);
        switch (random.nextInt(4)) {
            case 0 -> text[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> text[at] = text[random.nextInt(text.length)];
            case 2 -> text = Arrays.copyOf(text, at);
            default -> text[at] = (byte) "0123456789-:TZ.eE+\\\"{}[],".charAt(random.nextInt(25));
        }
        return text;
    }

    private static String part(Random random, int depth) {
        List<String> fields = new ArrayList<>();
        fields.add("\"id\":" + (random.nextLong() >> 8 + random.nextInt(56)));
        fields.add("\"title\":" + text(random));
        sometimes(random, fields, "note", random.nextBoolean() ? "null" : text(random));
        sometimes(random, fields, "back", random.nextBoolean() ? "null" : text(random));
        fields.add("\"kind\":\"" + List.of("ONE", "TWO", "이름").get(random.nextInt(3)) + '"');
        LocalDateTime at = LocalDateTime.of(random.nextInt(10_000), 1, 1, 0, 0)
                .plusDays(random.nextInt(366))
                .plusSeconds(random.nextInt(86_400));
        String second = String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d",
                at.getYear(), at.getMonthValue(), at.getDayOfMonth(), at.getHour(), at.getMinute(), at.getSecond());
        fields.add("\"at\":\"" + second + (random.nextBoolean() ? "" : String.format(".%03d", random.nextInt(1_000)))
                + "Z\"");
        fields.add("\"fine\":"
                + (random.nextBoolean()
                        ? "null"
                        : '"' + second + String.format(".%06d", random.nextInt(1_000_000)) + "Z\""));
        fields.add("\"day\":\"" + second.substring(0, 10) + '"');
        fields.add("\"price\":\"" + (random.nextBoolean() ? "-" : "") + random.nextInt(1_000_000) + ".5\"");
        fields.add("\"count\":" + (random.nextInt() >> random.nextInt(31)));
        fields.add("\"share\":" + random.nextDouble() * Math.pow(10, random.nextInt(20) - 10));
        fields.add("\"on\":" + random.nextBoolean());
        sometimes(random, fields, "words", list(random, () -> text(random)));
        sometimes(random, fields, "lists", list(random, () -> list(random, () -> "" + random.nextInt(300))));
        sometimes(random, fields, "named", named(random));
        sometimes(random, fields, "parts", depth > 1 ? "[]" : list(random, () -> part(random, depth + 1)));
        return '{' + String.join(",", fields) + '}';
    }

    private static String named(Random random) {
        List<String> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            entries.add("\"key " + i + "\":" + (random.nextBoolean() ? "null" : "" + (random.nextLong() >> 8)));
        }
        return '{' + String.join(",", entries) + '}';
    }

    private static void sometimes(Random random, List<String> fields, String name, String value) {
        if (random.nextBoolean()) {
            fields.add('"' + name + "\":" + value);
        }
    }

    private static String list(Random random, Supplier<String> item) {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            items.add(item.get());
        }
        return '[' + String.join(",", items) + ']';
    }

    private static String text(Random random) {
        String[] some = {"", "a", "wrench", "seven77", "eight888", "서울특별시 중구", "caf\u00e9", "\ud83d\ude00 emoji"};
        return '"' + some[random.nextInt(some.length)].repeat(1 + random.nextInt(3) * random.nextInt(20)) + '"';
    }
}
