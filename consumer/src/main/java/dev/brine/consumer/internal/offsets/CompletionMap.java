package dev.brine.consumer.internal.offsets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * What is finished beyond a committed offset, as text for the commit's metadata.
 *
 * <p>{@code brine:1:} and base64 without padding of: a kind (1 byte), the body, a checksum (4 bytes, CRC-32C, big
 * endian). The body of kind 0 is a bit for each offset from the committed one on, lowest bit first, set where
 * finished; that of kind 1 is lengths of runs as variable-length integers (7 bits a byte, low ones first), unfinished
 * and finished in turn, the first of which alone may be 0. The checksum covers place, offset, kind and body, so that a
 * map that was copied to another topic, partition or offset is not taken for one. Whichever kind is smaller is written.
 *
 * <p>Anything else is {@link Restored.Unreadable}, which means replay, never "finished". A map that does not fit is cut
 * at its far end, which means replay as well. Safe for use by many threads.
 */
public final class CompletionMap {

    private static final String PREFIX = "brine:1:";
    private static final byte BITS = 0;
    private static final byte RUNS = 1;
    private static final int OVERHEAD = 1 + Integer.BYTES;

    private CompletionMap() {}

    /**
     * Writes a map.
     *
     * @param place topic and partition
     * @param limit most characters of the result
     * @return empty if nothing is finished beyond the frontier, or nothing fits
     */
    public static String encode(String place, Snapshot snapshot, int limit) {
        int room = (limit - PREFIX.length()) * 3 / 4 - OVERHEAD;
        FinishedRanges ranges = snapshot.beyond();
        if (ranges.isEmpty() || room <= 0) {
            return "";
        }
        long base = snapshot.next();
        RunLengths runs = RunLengths.fitting(ranges, base, room);
        long bits = (ranges.end(base) - base + 7) / 8;
        // Cut only if neither fits whole; then the form that says more.
        boolean asBits = runs.ranges() == ranges.size()
                ? bits < runs.bytes()
                : bits <= room || coveredByBits(ranges, base, room) > runs.covered();
        if (!asBits && runs.ranges() == 0) {
            return "";
        }
        byte[] body = asBits ? bitset(ranges, base, (int) Math.min(bits, room)) : runs.write();
        ByteBuffer out = ByteBuffer.allocate(OVERHEAD + body.length);
        out.put(asBits ? BITS : RUNS).put(body);
        out.putInt(checksum(place, base, out.array(), 1 + body.length));
        return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(out.array());
    }

    /** Reads what was committed at {@code offset}; never throws, whatever the text is. */
    public static Restored decode(String place, long offset, String text) {
        if (text.isEmpty()) {
            return new Restored.Nothing();
        }
        if (!text.startsWith(PREFIX)) {
            return new Restored.Unreadable("it does not begin with " + PREFIX);
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return new Restored.Unreadable("it is not base64");
        }
        int end = bytes.length - Integer.BYTES;
        if (end < 1) {
            return new Restored.Unreadable("it is too short");
        }
        if (ByteBuffer.wrap(bytes).getInt(end) != checksum(place, offset, bytes, end)) {
            return new Restored.Unreadable("its checksum is not the one of this partition and offset");
        }
        ByteBuffer body = ByteBuffer.wrap(bytes, 1, end - 1);
        try {
            return switch (bytes[0]) {
                case BITS -> new Restored.Map(readBits(body, offset));
                case RUNS -> new Restored.Map(RunLengths.read(body, offset));
                default -> new Restored.Unreadable("its kind " + bytes[0] + " is not known");
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new Restored.Unreadable("its body is malformed");
        }
    }

    /** Whether a map is written whole within a limit. */
    public static boolean fits(Snapshot snapshot, int limit) {
        int room = (limit - PREFIX.length()) * 3 / 4 - OVERHEAD;
        FinishedRanges ranges = snapshot.beyond();
        return ranges.isEmpty()
                || (ranges.end(snapshot.next()) - snapshot.next() + 7) / 8 <= room
                || (room > 0
                        && RunLengths.fitting(ranges, snapshot.next(), room).ranges() == ranges.size());
    }

    /** Bytes for a bit for each of so many offsets. */
    public static int bytesOfBits(long span) {
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + (span + 7) / 8);
    }

    /** Most bytes for so many ranges over so many offsets. */
    public static int bytesAtMost(long span, int ranges) {
        long bits = (span + 7) / 8;
        long runs = 2L * ranges * RunLengths.width(span);
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + Math.min(bits, runs));
    }

    /** Characters that so many bytes become. */
    public static int characters(int bytes) {
        return PREFIX.length() + (int) Math.min(Integer.MAX_VALUE / 2, (bytes * 4L + 2) / 3);
    }

    private static byte[] bitset(FinishedRanges ranges, long base, int bytes) {
        byte[] bits = new byte[bytes];
        long end = base + bytes * 8L;
        for (int i = 0; i < ranges.size() && ranges.from(i) < end; i++) {
            for (long offset = ranges.from(i); offset < Math.min(ranges.to(i), end); offset++) {
                int bit = (int) (offset - base);
                bits[bit >> 3] |= (byte) (1 << (bit & 7));
            }
        }
        return bits;
    }

    private static FinishedRanges readBits(ByteBuffer body, long base) {
        FinishedRanges.Builder ranges = FinishedRanges.builder();
        for (long offset = base; body.hasRemaining(); offset += 8) {
            int bits = body.get();
            for (int bit = 0; bit < 8; bit++) {
                if ((bits & 1 << bit) != 0) {
                    ranges.add(offset + bit, Math.addExact(offset + bit, 1));
                }
            }
        }
        return ranges.build();
    }

    private static long coveredByBits(FinishedRanges ranges, long base, int bytes) {
        long end = base + bytes * 8L;
        long covered = 0;
        for (int i = 0; i < ranges.size() && ranges.from(i) < end; i++) {
            covered += Math.min(ranges.to(i), end) - ranges.from(i);
        }
        return covered;
    }

    private static int checksum(String place, long offset, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(place.getBytes(StandardCharsets.UTF_8));
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
