package dev.brine.serdes;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Broken encodings at random, which must be values or a {@link DecodeException}, quickly and without much memory.
 *
 * <p>Time is the processor time of the thread, so that a busy machine is no fault, and the least of three runs for an
 * input that is the slowest so far; allocation is that of the thread.
 * Not safe for use by several threads. Needs nothing but the JDK, and comes in the test jar of {@code brine-serdes}.
 */
public final class Fuzz {

    /** How many inputs a codec gets; more with {@code -Dbrine.fuzz.inputs}. */
    public static final int INPUTS = Integer.getInteger("brine.fuzz.inputs", 30_000);

    /** Most processor time for one input, in nanoseconds. */
    public static final long MOST_NANOS = 50_000_000;

    /** Longest input, in bytes; only inputs of which a part is repeated are near it. */
    public static final int LONGEST = 1 << 16;

    private static final int REPEATED = 500;
    private static final byte[] NONE = {};
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A sound encoding, and how it is read. */
    public record Case(String name, byte[] bytes, Decoder<?> decoder) {}

    /** What came of all inputs; the time and the allocation are the most that one input took. */
    public record Figures(long inputs, long values, long nanos, String slowest, long allocated, String greediest) {
        @Override
        public String toString() {
            return inputs + " inputs, of which " + values + " were still values; at most " + nanos / 1000
                    + " microseconds of processor time (" + slowest + ") and " + (allocated >> 10) + " KiB allocated ("
                    + greediest + ")";
        }
    }

    private final Random random;
    private final long seed;
    private final List<Case> cases;
    private final List<byte[]> words;

    /** @param words what the encoding is made of, and what breaks it; put into inputs now and then */
    public Fuzz(long seed, List<Case> cases, List<byte[]> words) {
        this.seed = seed;
        this.random = new Random(seed);
        this.cases = List.copyOf(cases);
        this.words = List.copyOf(words);
    }

    /**
     * Runs all inputs.
     *
     * @throws AssertionError with the input, if one ends in anything but a value or a {@link DecodeException}, or takes
     *     too long
     */
    public Figures run(int inputs) {
        // The first inputs load classes, which is not theirs.
        for (Case each : cases) {
            for (int i = 0; i < 20; i++) {
                isValue(each, each.bytes, "unchanged");
                isValue(each, mutated(each.bytes), "seed " + seed + ", before the first");
            }
        }
        long values = 0;
        long slowest = 0;
        long most = 0;
        String slowestCase = "";
        String mostCase = "";
        for (int i = 0; i < inputs; i++) {
            Case each = cases.get(random.nextInt(cases.size()));
            byte[] input = random.nextInt(REPEATED) == 0 ? repeated(each.bytes) : mutated(each.bytes);
            String what = each.name + ", seed " + seed + ", input " + i;
            long allocated = allocated();
            long nanos = THREADS.getCurrentThreadCpuTime();
            values += isValue(each, input, what) ? 1 : 0;
            nanos = THREADS.getCurrentThreadCpuTime() - nanos;
            allocated = allocated() - allocated;
            // Code may have been run for the first time, or thrown away; an input that is slow is so again.
            for (int again = 0; nanos > slowest && again < 2; again++) {
                long start = THREADS.getCurrentThreadCpuTime();
                isValue(each, input, what);
                nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - start);
            }
            if (nanos >= MOST_NANOS) {
                throw new AssertionError(describe(what, input) + ": " + nanos + " ns of processor time");
            }
            if (nanos > slowest) {
                slowest = nanos;
                slowestCase = what + ", " + input.length + " bytes";
            }
            if (allocated > most) {
                most = allocated;
                mostCase = what + ", " + input.length + " bytes";
            }
        }
        return new Figures(inputs, values, slowest, slowestCase, most, mostCase);
    }

    private boolean isValue(Case each, byte[] input, String what) {
        try {
            each.decoder.decode(ByteBuffer.wrap(input));
            return true;
        } catch (DecodeException e) {
            if (e.rule().isEmpty() || e.position() < -1 || e.position() > input.length) {
                throw new AssertionError(describe(what, input) + ": a refusal without rule or place", e);
            }
            return false;
        } catch (Throwable e) {
            throw new AssertionError(describe(what, input) + ": neither a value nor a DecodeException", e);
        }
    }

    private static String describe(String what, byte[] input) {
        return what + ", " + Base64.getEncoder().encodeToString(input);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private byte[] mutated(byte[] sound) {
        byte[] bytes = sound.clone();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            boolean inside = at < bytes.length;
            switch (random.nextInt(inside ? 9 : 4)) {
                case 0 -> bytes = replaced(bytes, at, 0, word());
                case 1 -> bytes = replaced(bytes, at, word().length, word());
                case 2 -> bytes = replaced(bytes, at, 0, part(bytes));
                case 3 -> bytes = replaced(bytes, at, 0, part(cases.get(random.nextInt(cases.size())).bytes));
                case 4 -> bytes[at] = (byte) random.nextInt();
                case 5 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 6 -> bytes[at] = (byte) 0xff;
                case 7 -> bytes = replaced(bytes, at, 1 + random.nextInt(4), NONE);
                default -> bytes = Arrays.copyOf(bytes, at);
            }
        }
        return bytes;
    }

    /** One part again and again, so that whatever grows with the length shows. */
    private byte[] repeated(byte[] sound) {
        byte[] part = random.nextBoolean() ? word() : part(sound);
        if (part.length == 0) {
            return sound;
        }
        int times = random.nextInt((LONGEST - sound.length) / part.length);
        byte[] many = new byte[times * part.length];
        for (int i = 0; i < many.length; i++) {
            many[i] = part[i % part.length];
        }
        return replaced(sound, random.nextInt(sound.length + 1), 0, many);
    }

    private byte[] word() {
        return words.get(random.nextInt(words.size()));
    }

    private byte[] part(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(24)));
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        int rest = Math.max(0, bytes.length - at - length);
        byte[] whole = Arrays.copyOf(bytes, at + by.length + rest);
        System.arraycopy(by, 0, whole, at, by.length);
        System.arraycopy(bytes, bytes.length - rest, whole, at + by.length, rest);
        return whole;
    }
}
