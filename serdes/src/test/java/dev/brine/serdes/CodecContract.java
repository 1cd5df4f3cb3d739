package dev.brine.serdes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brine.serdes.ContractSamples.Sample;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every codec must do. Extend it, give the codec, and add tests only for what is special in it.
 *
 * <p>It needs JUnit and nothing else, and comes in the test jar of {@code brine-serdes}. The samples cover every schema type and every object model; a codec may add its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CodecContract {

    private static final byte[] NONE = {};
    private static final int MUTATIONS = 2_000;

    protected abstract Codec codec();

    /** Values that must come back equal. */
    protected List<Sample<?>> samples() {
        return ContractSamples.all();
    }

    /** Whether less than the whole encoding of a sample may be a value too, as {@code 1} is of {@code 12} in text. */
    protected boolean partMayBeValue(Sample<?> sample) {
        return false;
    }

    /** Seed of the mutations; shown when one fails. */
    protected long seed() {
        return 20_261_120;
    }

    @Test
    void isFoundByItsName() {
        List<Codec> found = new ArrayList<>();
        ServiceLoader.load(Codec.class).forEach(found::add);

        List<Codec> named = found.stream()
                .filter(codec -> codec.name().equals(codec().name()))
                .toList();
        assertEquals(1, named.size(), "codecs named " + codec().name() + " that the service loader finds");
        assertEquals(codec().contentType(), named.get(0).contentType());
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void valueComesBackEqual(Sample<T> sample) {
        byte[] bytes = encode(sample, NONE);

        T decoded = decode(sample, ByteBuffer.wrap(bytes));

        assertSame(sample.value(), decoded, "decoded");
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void sameValueIsAlwaysTheSameBytes(Sample<T> sample) {
        assertArrayEquals(encode(sample, NONE), encode(sample, NONE));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void prefixStandsBeforeTheValueInAnArrayOfExactSize(Sample<T> sample) {
        byte[] prefix = {0, 0, 0, 0, 7};

        byte[] bytes = encode(sample, prefix);

        byte[] bare = encode(sample, NONE);
        byte[] expected = Arrays.copyOf(prefix, prefix.length + bare.length);
        System.arraycopy(bare, 0, expected, prefix.length, bare.length);
        assertArrayEquals(expected, bytes);
        assertArrayEquals(new byte[] {0, 0, 0, 0, 7}, prefix, "the prefix itself was changed");
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void everyKindOfBufferIsReadAndNoneIsChanged(Sample<T> sample) {
        // Given
        byte[] bytes = encode(sample, NONE);
        ByteBuffer inside = ByteBuffer.allocate(bytes.length + 9).put(4, bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 3).put(2, bytes);
        List<ByteBuffer> buffers = List.of(
                ByteBuffer.wrap(bytes.clone()),
                ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer(),
                inside.duplicate().position(4).limit(4 + bytes.length),
                inside.duplicate().position(3).slice().position(1).limit(1 + bytes.length),
                direct.duplicate().position(2).limit(2 + bytes.length),
                direct.asReadOnlyBuffer().position(2).limit(2 + bytes.length));
        for (ByteBuffer buffer : buffers) {
            ByteBuffer before = ByteBuffer.allocate(buffer.capacity())
                    .put(buffer.duplicate().clear())
                    .flip();

            // When
            T decoded = decode(sample, buffer);

            // Then
            assertSame(sample.value(), decoded, buffer.toString());
            assertEquals(before, buffer.duplicate().clear(), "the buffer's content was changed");
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void nothingOfTheBufferIsKept(Sample<T> sample) {
        byte[] bytes = encode(sample, NONE);
        T decoded = decode(sample, ByteBuffer.wrap(bytes));

        Arrays.fill(bytes, (byte) 0x55);

        assertSame(sample.value(), decoded, "decoded");
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void anythingBehindTheValueIsRefused(Sample<T> sample) {
        byte[] bytes = encode(sample, NONE);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

        assertThrows(DecodeException.class, () -> decode(sample, ByteBuffer.wrap(longer)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void valueThatEndsTooEarlyIsRefused(Sample<T> sample) {
        byte[] bytes = encode(sample, NONE);
        Decoder<T> decoder = decoder(sample, Limits.DEFAULT);
        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(bytes, 0, length);
            if (partMayBeValue(sample)) {
                valueOrRefusal(decoder, part, "cut to " + length);
            } else {
                assertThrows(
                        DecodeException.class, () -> decoder.decode(part), "cut to " + length + " of " + bytes.length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void anyBytesAreAValueOrRefused(Sample<T> sample) {
        Random random = new Random(seed());
        byte[] bytes = encode(sample, NONE);
        Decoder<T> decoder = decoder(sample, new Limits(1 << 16, 1 << 12, 10_000, 50, 10_000));
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutate(bytes, random);
            valueOrRefusal(decoder, ByteBuffer.wrap(mutated), "seed " + seed() + ", mutation " + i);
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutated =
                random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 8)) : bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt();
                case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutated[at] = (byte) 0xff;
                default -> System.arraycopy(mutated, at, mutated, 0, mutated.length - at);
            }
        }
        return mutated;
    }

    private static void valueOrRefusal(Decoder<?> decoder, ByteBuffer bytes, String what) {
        try {
            decoder.decode(bytes);
        } catch (DecodeException e) {
            assertFalse(e.rule().isEmpty(), what);
        } catch (Throwable e) {
            throw new AssertionError(what + ": neither a value nor a DecodeException", e);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void moreBytesThanTheLimitAreRefused(Sample<T> sample) {
        byte[] bytes = encode(sample, NONE);
        if (bytes.length < 2) {
            return;
        }
        Decoder<T> decoder = decoder(sample, new Limits(bytes.length - 1, 1 << 20, 1000, 50, 1000));

        DecodeException refusal = assertThrows(DecodeException.class, () -> decoder.decode(ByteBuffer.wrap(bytes)));
        assertEquals("limit.max.bytes", refusal.rule());
    }

    @Test
    void encodersAndDecodersAreSharedByThreads() throws Exception {
        int threads = 4;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (Sample<?> sample : samples()) {
                for (Future<Void> done : pool.invokeAll(repeated(sample, threads, together))) {
                    done.get();
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private <T> List<Callable<Void>> repeated(Sample<T> sample, int threads, CyclicBarrier together) {
        Encoder<T> encoder = codec().encoder(sample.schema(), sample.type(), Limits.DEFAULT);
        Decoder<T> decoder = decoder(sample, Limits.DEFAULT);
        byte[] expected = encoder.encode(NONE, sample.value());
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(() -> {
                together.await();
                for (int round = 0; round < 200; round++) {
                    assertArrayEquals(expected, encoder.encode(NONE, sample.value()));
                    assertSame(sample.value(), decoder.decode(ByteBuffer.wrap(expected)), "by several threads");
                }
                return null;
            });
        }
        return tasks;
    }

    /** Equal, also where the values are arrays. */
    private static void assertSame(Object expected, Object actual, String what) {
        assertTrue(
                Objects.deepEquals(expected, actual), () -> what + ": expected " + expected + ", but found " + actual);
    }

    private <T> byte[] encode(Sample<T> sample, byte[] prefix) {
        return codec().encoder(sample.schema(), sample.type(), Limits.DEFAULT).encode(prefix, sample.value());
    }

    private <T> T decode(Sample<T> sample, ByteBuffer bytes) {
        return decoder(sample, Limits.DEFAULT).decode(bytes);
    }

    private <T> Decoder<T> decoder(Sample<T> sample, Limits limits) {
        return codec().decoder(sample.schema(), sample.schema(), sample.type(), limits);
    }
}
