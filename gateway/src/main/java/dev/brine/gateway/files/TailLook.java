package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that grows by lines. It is known again by device and inode and by what it begins with, since inodes are given out
 * anew: after a rename (logrotate's way) the old file is read to its end before the new one is begun, also when that
 * happened while Brine was away and the old one still lies beside it; after a truncation it is read from its beginning.
 */
final class TailLook implements Look {

    private static final Logger log = LoggerFactory.getLogger(TailLook.class);

    private static final int CHUNK = 256 << 10;
    private static final int HEAD = 1 << 10;

    private final Path file;
    private final int maxRecord;
    private final boolean fromEnd;
    private final Shipper shipper;
    private final CheckpointFile checkpoint;
    private @Nullable FileChannel channel;
    private String key = "";
    private long offset;
    private int headLength;
    private long headSum;

    /** Where a line that is longer than allowed began; its rest is left out. */
    private boolean skipping;

    TailLook(FileSettings settings, Shipper shipper, CheckpointFile checkpoint) throws IOException {
        this.file = settings.path();
        this.maxRecord = settings.maxRecord();
        this.fromEnd = settings.fromEnd();
        this.shipper = shipper;
        this.checkpoint = checkpoint;
        Map<String, String> known = checkpoint.read();
        if (known.isEmpty()) {
            return;
        }
        try {
            key = known.getOrDefault("key", "");
            offset = Long.parseLong(known.getOrDefault("offset", "0"));
            headLength = Integer.parseInt(known.getOrDefault("head-length", "0"));
            headSum = Long.parseLong(known.getOrDefault("head-crc", "0"));
            skipping = Boolean.parseBoolean(known.getOrDefault("skipping", "false"));
        } catch (NumberFormatException e) {
            throw new IOException("the checkpoint of " + file + " has no numbers where there should be", e);
        }
    }

    @Override
    public boolean once() throws IOException, NotShippedException, InterruptedException {
        if (channel == null && !open()) {
            return false;
        }
        FileChannel reading = channel;
        if (reading == null) {
            return false;
        }
        if (reading.size() < offset || !sameHead(reading)) {
            log.atWarn().log("{} has been truncated; it is read from its beginning", file);
            begin(key, 0);
        }
        boolean rotated = rotated();
        boolean more = read(reading, rotated);
        if (!rotated || more) {
            return more;
        }
        try {
            leave();
            return true;
        } catch (NoSuchFileException e) {
            // Renamed while it was looked at: the next look finds it where it is then.
            return false;
        }
    }

    /** Goes on to the file that was begun next: the present one, unless that was renamed more than once meanwhile. */
    private void leave() throws IOException {
        // Opened first, so that a rename cannot take it away; as one of those between it would not be known.
        Opened present = opened(file);
        try {
            Optional<Path> between = new Rotations(file).after(key, present.key(), one -> !isCopy(one));
            Opened next = between.isPresent() ? opened(between.get()) : present;
            closeChannel();
            channel = next.channel();
            begin(next.key(), 0);
        } finally {
            if (channel != present.channel()) {
                present.channel().close();
            }
        }
        note();
    }

    private record Opened(FileChannel channel, String key) {}

    /** @throws NoSuchFileException also if it is renamed at this moment, and the key might be another file's */
    private static Opened opened(Path one) throws IOException {
        String key = keyOf(one);
        FileChannel channel = FileChannel.open(one, StandardOpenOption.READ);
        try {
            if (!keyOf(one).equals(key)) {
                throw new NoSuchFileException(one.toString(), null, "it is being renamed");
            }
            return new Opened(channel, key);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens the file that was read last, wherever it lies now, or else the present one from its beginning. */
    private boolean open() throws IOException {
        if (!key.isEmpty()) {
            Optional<Path> known = known();
            if (known.isPresent()) {
                channel = FileChannel.open(known.get(), StandardOpenOption.READ);
                return true;
            }
            log.atWarn().log("the file that was read as {} is gone; what it had beyond byte {} is lost", file, offset);
        }
        try {
            Opened opened = opened(file);
            channel = opened.channel();
            boolean first = key.isEmpty() && checkpoint.read().isEmpty();
            begin(opened.key(), first && fromEnd ? opened.channel().size() : 0);
            if (first && fromEnd) {
                note();
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void begin(String of, long at) {
        key = of;
        offset = at;
        headLength = 0;
        headSum = 0;
        skipping = false;
    }

    private Optional<Path> known() throws IOException {
        if (Files.exists(file) && isKnown(file)) {
            return Optional.of(file);
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path one : beside) {
                if (isKnown(one)) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isKnown(Path one) throws IOException {
        try {
            if (!keyOf(one).equals(key)) {
                return false;
            }
            try (FileChannel opened = FileChannel.open(one, StandardOpenOption.READ)) {
                // A truncated file is still the same: that is found out once it is open.
                return opened.size() < headLength || sameHead(opened);
            }
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether a file looks like the one that is read, which somebody has copied. */
    private boolean isCopy(Path one) throws IOException {
        try (FileChannel opened = FileChannel.open(one, StandardOpenOption.READ)) {
            return opened.size() == offset && sameHead(opened);
        }
    }

    static String keyOf(Path one) throws IOException {
        Object key = Files.readAttributes(one, BasicFileAttributes.class).fileKey();
        return key == null ? one.toAbsolutePath().toString() : key.toString();
    }

    /**
     * Whether another file has the name by now, and its writer has begun to use it: as long as that is empty, the writer may
     * still be about to put more into the old one.
     */
    private boolean rotated() throws IOException {
        try {
            return !keyOf(file).equals(key) && Files.size(file) > 0;
        } catch (NoSuchFileException e) {
            // Renamed, and the new one is not there yet: it may still be written to.
            return false;
        }
    }

    private boolean sameHead(FileChannel reading) throws IOException {
        return headLength == 0 || (reading.size() >= headLength && headSum(reading, headLength) == headSum);
    }

    private static long headSum(FileChannel reading, int length) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(length);
        readFully(reading, head, 0);
        CRC32C sum = new CRC32C();
        sum.update(head.array(), 0, head.position());
        return sum.getValue();
    }

    private static void readFully(FileChannel reading, ByteBuffer into, long from) throws IOException {
        int count = 0;
        while (into.hasRemaining() && count >= 0) {
            count = reading.read(into, from + into.position());
        }
    }

    /** Sends the next lines. @return whether there is more */
    private boolean read(FileChannel reading, boolean whole)
            throws IOException, NotShippedException, InterruptedException {
        ByteBuffer chunk = ByteBuffer.allocate(Math.max(CHUNK, maxRecord + 1));
        readFully(reading, chunk, offset);
        byte[] bytes = chunk.array();
        int end = chunk.position();
        boolean atEnd = offset + end >= reading.size();
        List<Entry> entries = new ArrayList<>();
        int from = 0;
        boolean skips = skipping;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                if (!skips) {
                    line(entries, bytes, from, i);
                }
                skips = false;
                from = i + 1;
            }
        }
        boolean rest = from < end;
        if (rest && (skips || end - from > maxRecord)) {
            if (!skips) {
                entries.add(tooLong(bytes, from));
            }
            skips = true;
            from = end;
        } else if (rest && whole && atEnd) {
            line(entries, bytes, from, end);
            from = end;
        }
        if (from == 0) {
            return false;
        }
        shipper.ship(entries);
        offset += from;
        skipping = skips;
        headLength = (int) Math.min(HEAD, offset);
        headSum = headSum(reading, headLength);
        note();
        return offset < reading.size() && !(atEnd && rest);
    }

    private void line(List<Entry> entries, byte[] bytes, int from, int newline) {
        int end = newline > from && bytes[newline - 1] == '\r' ? newline - 1 : newline;
        if (end - from > maxRecord) {
            entries.add(tooLong(bytes, from));
        } else if (end > from) {
            entries.add(shipper.entry(Arrays.copyOfRange(bytes, from, end), position(from)));
        }
    }

    private Entry tooLong(byte[] bytes, int from) {
        DecodeException cause = new DecodeException(
                "limit.bytes", maxRecord, "", "a line of more than max-record, " + maxRecord + " bytes; its beginning");
        return new Entry(Arrays.copyOfRange(bytes, from, from + maxRecord), null, position(from), cause);
    }

    private String position(int from) {
        return file.getFileName() + "/" + key + "@" + (offset + from);
    }

    private void note() throws IOException {
        checkpoint.write(Map.of(
                "key", key,
                "offset", Long.toString(offset),
                "head-length", Integer.toString(headLength),
                "head-crc", Long.toString(headSum),
                "skipping", Boolean.toString(skipping)));
    }

    private void closeChannel() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        try {
            closeChannel();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("{} did not close", file);
        }
    }
}
