package dev.brine.serdes.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any bytes give a value or a {@link DecodeException}, in time. A value can be printed and written again. More rounds
 * with {@code -Dbrine.fuzz.pickle=10000000}.
 */
final class PickleFuzzTest {

    private static final int ROUNDS = Integer.getInteger("brine.fuzz.pickle", 10_000);
    private static final long MOST_NANOS = 50_000_000;

    private static final PickleReader READER = new PickleReader(PickleOptions.DEFAULT.shapes(Vectors.shapes()));
    private static final PickleReader LATIN_1 = new PickleReader(
            PickleOptions.DEFAULT.shapes(Vectors.shapes()).python2Strings(PickleOptions.Python2Strings.LATIN_1));
    private static final PickleInspector INSPECTOR = new PickleInspector(PickleOptions.DEFAULT);

    private static final List<byte[]> SEEDS = Vectors.all().stream()
            .map(Vectors.Vector::pickle)
            .filter(pickle -> pickle.length < 4_000)
            .toList();

    private int values;

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_120, 68})
    void mutatedPicklesAreValuesOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            check(mutate(SEEDS.get(random.nextInt(SEEDS.size())), random), "seed " + seed + ", round " + i);
        }
        assertThat(values)
                .as("some mutations must still be values, or nothing is tested")
                .isGreaterThan(ROUNDS / 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 71})
    void randomOpcodesAreValuesOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            check(opcodes(random), "seed " + seed + ", round " + i);
        }
        assertThat(values).isGreaterThan(ROUNDS / 1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {3})
    void randomBytesAreValuesOrRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            check(bytes, "seed " + seed + ", round " + i);
        }
    }

    private void check(byte[] pickle, String what) {
        try {
            long nanos = run(pickle);
            // A slow round may be the machine's fault; three slow ones are not.
            for (int again = 0; nanos > MOST_NANOS && again < 2; again++) {
                nanos = run(pickle);
            }
            assertThat(nanos).isLessThan(MOST_NANOS);
        } catch (Throwable e) {
            throw new AssertionError(what + ": " + Base64.getEncoder().encodeToString(pickle), e);
        }
    }

    private long run(byte[] pickle) {
        long start = System.nanoTime();
        try {
            use(READER.read(pickle));
        } catch (DecodeException e) {
            assertThat(e.rule()).matches("(pickle|limit)\\.[a-z0-9._-]+");
            assertThat(e.position()).isBetween(0, pickle.length);
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            LATIN_1.read(pickle);
        } catch (DecodeException e) {
            assertThat(e.position()).isBetween(0, pickle.length);
        }
        INSPECTOR.inspect(pickle);
        return System.nanoTime() - start;
    }

    /** Prints the value, writes it, and reads it back. */
    private void use(Object value) {
        values++;
        PickleJson json = new PickleJson(Limits.DEFAULT);
        String text = json.toJson(value);
        byte[] pure = new PickleWriter(4, false, Limits.DEFAULT).write(value);
        assertThat(json.toJson(READER.read(pure))).isEqualTo(text);
        byte[] typed = new PickleWriter(5, true, Limits.DEFAULT).write(value);
        assertThat(json.toJson(READER.read(typed))).isEqualTo(text);
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(8)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = opcode(random);
                case 3 -> bytes = insert(bytes, at, new byte[] {opcode(random)});
                case 4 -> bytes = remove(bytes, at, 1 + random.nextInt(4));
                case 5 -> bytes = Arrays.copyOf(bytes, at);
                case 6 -> bytes = insert(bytes, at, part(SEEDS.get(random.nextInt(SEEDS.size())), random));
                default -> bytes = insert(bytes, at, part(bytes, random));
            }
        }
        return unframed(bytes, random);
    }

    /** Most mutations break the frame's length and get no further, so the frame is often taken away. */
    private static byte[] unframed(byte[] bytes, Random random) {
        boolean framed = bytes.length > 11 && (bytes[0] & 0xff) == Op.PROTO && (bytes[2] & 0xff) == Op.FRAME;
        return framed && random.nextInt(4) > 0 ? remove(bytes, 2, 9) : bytes;
    }

    private static byte opcode(Random random) {
        PickleOpcode[] all = PickleOpcode.values();
        return (byte) all[random.nextInt(all.length)].code();
    }

    private static byte[] part(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(24)));
    }

    private static byte[] insert(byte[] bytes, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        System.arraycopy(more, 0, longer, at, more.length);
        return longer;
    }

    private static byte[] remove(byte[] bytes, int at, int count) {
        int rest = Math.max(0, bytes.length - at - count);
        byte[] shorter = Arrays.copyOf(bytes, at + rest);
        System.arraycopy(bytes, bytes.length - rest, shorter, at, rest);
        return shorter;
    }

    /** Opcodes with small arguments, weighted so that the stack is seldom empty. */
    private static byte[] opcodes(Random random) {
        String[] pieces = {
            "N",
            "K\u0001",
            "\u0088",
            "\u008c\u0001a",
            "\u008c\u0001b",
            "C\u0001x",
            "]",
            "}",
            ")",
            "\u008f",
            "(",
            "I5\n",
            "Vt\n",
            "F1.5\n",
            "a",
            "e",
            "s",
            "u",
            "t",
            "\u0085",
            "\u0086",
            "\u0087",
            "l",
            "d",
            "\u0090",
            "\u0091",
            "2",
            "0",
            "1",
            "\u0094",
            "h\u0000",
            "h\u0001",
            "q\u0000",
            "R",
            "b",
            "\u0081",
            "cbuiltins\nset\n",
            "ccollections\nOrderedDict\n",
            "cuuid\nUUID\n",
            "cshop.models\nPoint\n",
            "cshop.models\nPlain\n",
            "cshop.models\nColour\n",
            "cdatetime\ndate\n",
            "C\u0004\u0007\u00e8\u0001\u0001",
            "ctypes\nSimpleNamespace\n",
            "ccollections\ndeque\n",
            "cdecimal\nDecimal\n",
            "V1.50\n"
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            int bound = random.nextInt(3) == 0 ? pieces.length : 14;
            out.writeBytes(Pickles.of(pieces[random.nextInt(bound)]));
        }
        if (random.nextBoolean()) {
            out.writeBytes(Pickles.of("t"));
        }
        out.write('.');
        return out.toByteArray();
    }
}
