package dev.brine.consumer.internal.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The commit of a retry partition. Its metadata is {@code brine-retry:1:TOKEN:FENCE:CHECKSUM:} and the completion map; the
 * checksum covers partition, offset, token and fence, so that a copy that was translated elsewhere is not believed.
 *
 * @param snapshot the log's frontier, and what is finished beyond
 * @param token of the owner that committed; null if that cannot be read
 * @param fence where the log ended when that owner took over
 * @param problem why the metadata is not usable; null if it is
 */
public record LogCommit(
        Snapshot snapshot,
        @Nullable String token,
        long fence,
        @Nullable String problem) {

    /** No commit: the log is read from its beginning. */
    public static final LogCommit NONE = new LogCommit(Snapshot.UNKNOWN, null, 0, null);

    private static final String PREFIX = "brine-retry:1:";

    /** Most characters besides the map. */
    private static final int OVERHEAD = 100;

    /** Room for the map in so much metadata. */
    public static int room(int limit) {
        return Math.max(0, limit - OVERHEAD);
    }

    /** @param place topic and partition of the log */
    public static String encode(String place, Snapshot snapshot, String token, long fence, int limit) {
        return PREFIX
                + token
                + ':'
                + fence
                + ':'
                + checksum(place, snapshot.next(), token, fence)
                + ':'
                + CompletionMap.encode(place, snapshot, room(limit));
    }

    /** Reads what was committed at {@code offset}; never throws, whatever the text is. */
    public static LogCommit decode(String place, long offset, String text) {
        String[] parts = text.split(":", 6);
        if (!text.startsWith(PREFIX) || parts.length != 6) {
            return unreadable(offset, "it does not begin with " + PREFIX);
        }
        long fence;
        try {
            fence = Long.parseLong(parts[3]);
        } catch (NumberFormatException e) {
            return unreadable(offset, "its fence is not a number");
        }
        if (!parts[4].equals(checksum(place, offset, parts[2], fence))) {
            return unreadable(offset, "its checksum is not the one of this partition and offset");
        }
        Restored map = CompletionMap.decode(place, offset, parts[5]);
        if (map instanceof Restored.Unreadable bad) {
            return unreadable(offset, bad.reason());
        }
        FinishedRanges finished = map instanceof Restored.Map found ? found.finished() : FinishedRanges.NONE;
        return new LogCommit(new Snapshot(offset, finished), parts[2], fence, null);
    }

    private static LogCommit unreadable(long offset, String why) {
        return new LogCommit(new Snapshot(offset, FinishedRanges.NONE), null, 0, why);
    }

    private static String checksum(String place, long next, String token, long fence) {
        CRC32C crc = new CRC32C();
        crc.update((place + '/' + token).getBytes(UTF_8));
        crc.update(ByteBuffer.allocate(16).putLong(next).putLong(fence).flip());
        return Long.toHexString(crc.getValue());
    }
}
