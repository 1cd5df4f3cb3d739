package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.IsoText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short way beside the long one: what it does, the tree does alike. */
class QuickPlanTest {

    private static final int ROUNDS = Integer.getInteger("brine.fuzz.pickle", 400);

    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "Part", "namespace": "quick", "fields": [
              {"name": "id", "type": "long"},
              {"name": "title", "type": "string"},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "back", "type": ["string", "null"], "default": "b"},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["ONE", "TWO", "이름짓기"]}},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "fine", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "local", "type": ["null", {"type": "long", "logicalType": "local-timestamp-micros"}]},
              {"name": "day", "type": {"type": "int", "logicalType": "date"}},
              {"name": "time", "type": {"type": "long", "logicalType": "time-micros"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 14, "scale": 2}},
              {"name": "key", "type": {"type": "string", "logicalType": "uuid"}},
              {"name": "count", "type": "int"},
              {"name": "share", "type": "double"},
              {"name": "on", "type": "boolean"},
              {"name": "raw", "type": "bytes"},
              {"name": "sum", "type": {"type": "fixed", "name": "Sum", "size": 4}},
              {"name": "words", "type": {"type": "array", "items": "string"}, "default": []},
              {"name": "lists", "type": {"type": "array", "items": {"type": "array", "items": "int"}}, "default": []},
              {"name": "named", "type": {"type": "map", "values": ["null", "long"]}, "default": {}},
              {"name": "parts", "type": {"type": "array", "items": "Part"}, "default": []},
              {"name": "one", "type": {"type": "record", "name": "One", "fields": [{"name": "only", "type": "int", "default": 7}]}}
            ]}
            """);

    private final QuickPlan quick = new QuickPlan(SCHEMA, PickleOptions.DEFAULT);
    private final PickleReader reader;
    private final TreeStep step;

    QuickPlanTest() {
        TreePlanner planner = new TreePlanner();
        step = planner.plan(SCHEMA);
        reader = new PickleReader(PickleOptions.DEFAULT, planner.keys(), true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121})
    void whatPythonAndBrineWriteGoesTheShortWay(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            // Given
            Map<String, Object> part = part(random, 0);
            byte[] pickle = new Cpython(2 + random.nextInt(4)).dumps(part);

            // When
            byte[] copied = quick(pickle);

            // Then
            assertThat(copied).as("seed %d, round %d", seed, i).isNotNull().isEqualTo(tree(pickle));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 68})
    void mutatedPicklesGoTheLongWayOrEndAlike(long seed) {
        Random random = new Random(seed);
        int done = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] sound = new Cpython(2 + random.nextInt(4)).dumps(part(random, 1));
            for (int j = 0; j < 40; j++) {
                byte[] pickle = mutated(sound, random);
                byte[] copied = quick(pickle);
                if (copied != null) {
                    done++;
                    assertThat(copied)
                            .as("seed %d, round %d, mutation %d", seed, i, j)
                            .isEqualTo(tree(pickle));
                }
            }
        }
        assertThat(done).as("mutations that the short way took").isGreaterThan(ROUNDS);
    }

    @Test
    void fieldsInAnotherOrderGoTheLongWay() {
        Map<String, Object> part = part(new Random(5), 1);
        List<String> names = new ArrayList<>(part.keySet());
        Collections.reverse(names);
        Map<String, Object> reversed = new LinkedHashMap<>();
        names.forEach(name -> reversed.put(name, part.get(name)));
        byte[] pickle = new Cpython(4).dumps(reversed);

        assertThat(quick(pickle)).isNull();
        assertThat(tree(pickle)).isEqualTo(tree(new Cpython(4).dumps(part)));
    }

    @Test
    void limitsAreLeftToTheLongWay() {
        byte[] pickle = new Cpython(4).dumps(part(new Random(6), 1));
        Limits usual = Limits.DEFAULT;
        List<Limits> tight = List.of(
                new Limits(20, usual.maxStringBytes(), usual.maxItems(), usual.maxDepth(), usual.maxNodes()),
                new Limits(usual.maxBytes(), 2, usual.maxItems(), usual.maxDepth(), usual.maxNodes()),
                new Limits(usual.maxBytes(), usual.maxStringBytes(), 3, usual.maxDepth(), usual.maxNodes()),
                new Limits(usual.maxBytes(), usual.maxStringBytes(), usual.maxItems(), 1, usual.maxNodes()),
                new Limits(usual.maxBytes(), usual.maxStringBytes(), usual.maxItems(), usual.maxDepth(), 3));
        for (Limits limits : tight) {
            QuickPlan plan = new QuickPlan(SCHEMA, PickleOptions.DEFAULT.limits(limits));
            BinaryOutput out = BinaryOutput.acquire(usual);
            try {
                assertThat(plan.attempt(ByteBuffer.wrap(pickle), out))
                        .as("%s", limits)
                        .isFalse();
            } finally {
                out.release();
            }
        }
    }

    @Test
    void timestampsOfAllDaysAreTheJdks() {
        for (int day = 0; day < IsoText.DAYS; day++) {
            byte[] text = new byte[10];
            IsoText.date(day, text, 0);
            assertThat(new String(text, UTF_8))
                    .isEqualTo(LocalDate.ofEpochDay(day).toString());
        }
    }

    private byte[] quick(byte[] pickle) {
        BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
        try {
            return quick.attempt(ByteBuffer.wrap(pickle), out) ? out.toArray(new byte[0]) : null;
        } finally {
            out.release();
        }
    }

    private byte[] tree(byte[] pickle) {
        BinaryOutput out = BinaryOutput.acquire(Limits.DEFAULT);
        try {
            step.write(reader.read(pickle), out, new Walk(Limits.DEFAULT.maxNodes()));
            return out.toArray(new byte[0]);
        } catch (Misfit | DecodeException e) {
            throw new AssertionError("the long way refuses what the short way took: " + e.getMessage(), e);
        } finally {
            out.release();
        }
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] pickle = sound.clone();
        int at = random.nextInt(pickle.length);
        switch (random.nextInt(4)) {
            case 0 -> pickle[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> pickle[at] = pickle[random.nextInt(pickle.length)];
            case 2 -> pickle = Arrays.copyOf(pickle, at);
            default -> pickle[at] = (byte) "0123456789-:TZ.".charAt(random.nextInt(15));
        }
        return pickle;
    }

    private static Map<String, Object> part(Random random, int depth) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("id", random.nextLong() >> random.nextInt(64));
        part.put("title", text(random));
        sometimes(random, part, "note", random.nextBoolean() ? null : text(random));
        sometimes(random, part, "back", random.nextBoolean() ? null : text(random));
        part.put("kind", List.of("ONE", "TWO", "이름짓기").get(random.nextInt(3)));
        LocalDateTime at = LocalDateTime.of(random.nextInt(10_000), 1, 1, 0, 0)
                .plusDays(random.nextInt(366))
                .plusSeconds(random.nextInt(86_400));
        part.put("at", iso(at, random.nextInt(1_000), 3) + (random.nextBoolean() ? "Z" : "+00:00"));
        part.put("fine", iso(at, random.nextInt(1_000_000), 6) + "Z");
        part.put("local", random.nextBoolean() ? null : iso(at, 0, 0));
        part.put("day", at.toLocalDate().toString());
        part.put("time", iso(at, random.nextInt(1_000_000), 6).substring(11));
        part.put("price", (random.nextBoolean() ? "-" : "") + random.nextInt(1_000_000) + ".5" + random.nextInt(10));
        part.put("key", new UUID(random.nextLong(), random.nextLong()).toString());
        part.put("count", random.nextInt() >> random.nextInt(32));
        part.put("share", random.nextDouble());
        part.put("on", random.nextBoolean());
        part.put("raw", bytes(random, random.nextInt(300)));
        part.put("sum", bytes(random, 4));
        sometimes(random, part, "words", list(random, () -> text(random)));
        sometimes(random, part, "lists", list(random, () -> list(random, () -> random.nextInt(300))));
        sometimes(random, part, "named", named(random));
        sometimes(random, part, "parts", depth > 1 ? List.of() : list(random, () -> part(random, depth + 1)));
        part.put("one", random.nextBoolean() ? Map.of() : Map.of("only", random.nextInt(70_000)));
        return part;
    }

    private static String iso(LocalDateTime time, int fraction, int digits) {
        String text = String.format(
                "%04d-%02d-%02dT%02d:%02d:%02d",
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond());
        return digits == 0 ? text : text + "." + String.format("%0" + digits + "d", fraction);
    }

    private static Map<String, Object> named(Random random) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            named.put("key " + random.nextInt(100), random.nextBoolean() ? null : (Object) random.nextLong());
        }
        return named;
    }

    private static void sometimes(Random random, Map<String, Object> part, String name, Object value) {
        if (random.nextBoolean()) {
            part.put(name, value);
        }
    }

    private static List<Object> list(Random random, java.util.function.Supplier<Object> item) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(item.get());
        }
        return list;
    }

    private static String text(Random random) {
        String[] some = {"", "a", "wrench", "seven77", "eight888", "서울특별시 중구", "caf\u00e9", "\ud83d\ude00 emoji"};
        return some[random.nextInt(some.length)].repeat(1 + random.nextInt(3) * random.nextInt(20));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Plain data as CPython's pickler writes it: every text and container into the memo, equal texts from it. */
    private static final class Cpython {

        private final int protocol;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Map<Object, Integer> memo = new HashMap<>();
        private int memos;

        Cpython(int protocol) {
            this.protocol = protocol;
        }

        byte[] dumps(Object value) {
            write(value);
            out.write(Op.STOP);
            byte[] body = out.toByteArray();
            boolean framed = protocol >= 4;
            ByteBuffer all = ByteBuffer.allocate(2 + (framed ? 9 : 0) + body.length)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .put((byte) Op.PROTO)
                    .put((byte) protocol);
            if (framed) {
                all.put((byte) Op.FRAME).putLong(body.length);
            }
            return all.put(body).array();
        }

        private void write(Object value) {
            if (value == null) {
                out.write(Op.NONE);
            } else if (value instanceof Boolean flag) {
                out.write(flag ? Op.NEWTRUE : Op.NEWFALSE);
            } else if (value instanceof String text) {
                text(text);
            } else if (value instanceof Double number) {
                out.write(Op.BINFLOAT);
                out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
            } else if (value instanceof Number number) {
                integer(number.longValue());
            } else if (value instanceof byte[] bytes) {
                boolean small = bytes.length < 256;
                out.write(small ? Op.SHORT_BINBYTES : Op.BINBYTES);
                little(bytes.length, small ? 1 : 4);
                out.writeBytes(bytes);
                memoize();
            } else if (value instanceof List<?> list) {
                out.write(Op.EMPTY_LIST);
                memoize();
                if (list.size() > 1) {
                    out.write(Op.MARK);
                }
                list.forEach(this::write);
                if (!list.isEmpty()) {
                    out.write(list.size() > 1 ? Op.APPENDS : Op.APPEND);
                }
            } else {
                Map<?, ?> map = (Map<?, ?>) value;
                out.write(Op.EMPTY_DICT);
                memoize();
                if (map.size() > 1) {
                    out.write(Op.MARK);
                }
                map.forEach((key, part) -> {
                    write(key);
                    write(part);
                });
                if (!map.isEmpty()) {
                    out.write(map.size() > 1 ? Op.SETITEMS : Op.SETITEM);
                }
            }
        }

        private void text(String text) {
            Integer known = memo.get(text);
            if (known != null && text.length() < 20) {
                out.write(known < 256 ? Op.BINGET : Op.LONG_BINGET);
                little(known, known < 256 ? 1 : 4);
                return;
            }
            byte[] utf8 = text.getBytes(UTF_8);
            boolean small = protocol >= 4 && utf8.length < 256;
            out.write(small ? Op.SHORT_BINUNICODE : Op.BINUNICODE);
            little(utf8.length, small ? 1 : 4);
            out.writeBytes(utf8);
            memo.put(text, memos);
            memoize();
        }

        private void integer(long value) {
            if (value >= 0 && value < 256) {
                out.write(Op.BININT1);
                little(value, 1);
            } else if (value >= 0 && value < 65_536) {
                out.write(Op.BININT2);
                little(value, 2);
            } else if (value == (int) value) {
                out.write(Op.BININT);
                little(value, 4);
            } else {
                out.write(Op.LONG1);
                out.write(8);
                little(value, 8);
            }
        }

        private void memoize() {
            if (protocol >= 4) {
                out.write(Op.MEMOIZE);
            } else {
                out.write(memos < 256 ? Op.BINPUT : Op.LONG_BINPUT);
                little(memos, memos < 256 ? 1 : 4);
            }
            memos++;
        }

        private void little(long value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                out.write((int) (value >> (8 * i)));
            }
        }
    }
}
