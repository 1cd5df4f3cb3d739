package dev.brine.consumer.internal.offsets;

import java.nio.ByteBuffer;

/**
 * The run-length form of a completion map: unfinished and finished offsets in turn, from the committed offset on.
 *
 * @param ranges how many of the source's ranges are in it
 * @param bytes its exact size
 * @param covered offsets that it says are finished
 */
record RunLengths(FinishedRanges source, long base, int ranges, int bytes, long covered) {

    /** As many ranges, from the first on, as fit. */
    static RunLengths fitting(FinishedRanges source, long base, int room) {
        int ranges = 0;
        int bytes = 0;
        long covered = 0;
        long at = base;
        while (ranges < source.size()) {
            long run = source.to(ranges) - source.from(ranges);
            int more = width(source.from(ranges) - at) + width(run);
            if (bytes + more > room) {
                break;
            }
            bytes += more;
            covered += run;
            at = source.to(ranges++);
        }
        return new RunLengths(source, base, ranges, bytes, covered);
    }

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(bytes);
        long at = base;
        for (int i = 0; i < ranges; i++) {
            put(out, source.from(i) - at);
            put(out, source.to(i) - source.from(i));
            at = source.to(i);
        }
        return out.array();
    }

    static FinishedRanges read(ByteBuffer in, long base) {
        FinishedRanges.Builder ranges = FinishedRanges.builder();
        long at = base;
        boolean first = true;
        while (in.hasRemaining()) {
            long gap = get(in);
            if (gap == 0 && !first) {
                throw new IllegalArgumentException("runs that touch");
            }
            long from = Math.addExact(at, gap);
            at = Math.addExact(from, get(in));
            ranges.add(from, at);
            first = false;
        }
        return ranges.build();
    }

    /** Bytes of a length. */
    static int width(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    private static void put(ByteBuffer out, long value) {
        long rest = value;
        while (rest > 0x7F) {
            out.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    private static long get(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            if (!in.hasRemaining()) {
                throw new IllegalArgumentException("a length is cut off");
            }
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a length is too long");
    }
}
