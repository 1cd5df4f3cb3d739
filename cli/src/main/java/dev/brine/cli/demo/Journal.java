package dev.brine.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ledger's observations on disk, a line each, so that they survive the death of the process: a later process of the
 * demo takes them up, and its ledger is that of both. Safe for use by many threads.
 *
 * <p>A line is one write to the file: what the operating system has taken stays when the process is killed.
 */
final class Journal implements AutoCloseable {

    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String PROCESSED = "processed";

    private final ReentrantLock lock = new ReentrantLock();
    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Opens the file for more lines, after telling the ledger those that it has. */
    static Journal open(Path path, Ledger ledger) {
        try {
            if (Files.exists(path)) {
                List<String> lines = Files.readAllLines(path, UTF_8);
                lines.forEach(line -> replay(line, ledger));
            }
            return new Journal(FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw CliException.failed("the journal " + path + " cannot be used")
                    .because(e.getMessage())
                    .causedBy(e);
        }
    }

    void acknowledged(Mark mark) {
        write(ACKNOWLEDGED, mark, mark.poison() == null ? "-" : mark.poison());
    }

    void processed(Mark mark, int version, String codec, String frame) {
        write(PROCESSED, mark, version + "\t" + codec + "\t" + frame);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String kind, Mark mark, String rest) {
        String line = String.join(
                        "\t",
                        kind,
                        mark.run(),
                        mark.producer(),
                        URLEncoder.encode(mark.key(), UTF_8),
                        String.valueOf(mark.sequence()),
                        rest)
                + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
        lock.lock();
        try {
            file.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private static void replay(String line, Ledger ledger) {
        String[] fields = line.split("\t", -1);
        if (fields.length < 6) {
            throw CliException.failed("the journal has a line that is not one of its own");
        }
        String key = URLDecoder.decode(fields[3], UTF_8);
        int sequence = Integer.parseInt(fields[4]);
        if (fields[0].equals(ACKNOWLEDGED)) {
            ledger.acknowledged(
                    new Mark(fields[1], fields[2], key, sequence, fields[5].equals("-") ? null : fields[5]));
        } else {
            ledger.processed(
                    new Mark(fields[1], fields[2], key, sequence, null),
                    Integer.parseInt(fields[5]),
                    fields[6],
                    fields[7]);
        }
    }
}
