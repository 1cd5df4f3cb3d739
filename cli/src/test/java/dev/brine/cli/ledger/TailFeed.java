package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A log that grows by lines, some of them in two writes, and is renamed now and then as logrotate does. */
final class TailFeed extends Feed {

    /** Lines in what is read at once, 256 KiB. */
    private static final int BATCH = (256 << 10) / Records.json("l-0").length();

    private static final long ROTATE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Path file;
    private final Random random;
    private long number;
    private int rotated;
    private long rotatedAt;

    TailFeed(String topic, Path file, Random random) {
        super(new Account(topic));
        this.file = file;
        this.random = random;
    }

    @Override
    void turn() throws IOException {
        if (!Files.exists(file)) {
            rotatedAt = System.nanoTime();
        } else if (System.nanoTime() - rotatedAt > ROTATE_NANOS) {
            Files.move(file, file.resolveSibling(file.getFileName() + "." + rotated++));
            rotatedAt = System.nanoTime();
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            String id = "l-" + number++;
            account.offered(id);
            lines.append(Records.json(id)).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(UTF_8);
        int cut = random.nextInt(bytes.length);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(bytes, 0, cut);
            pause(1);
            out.write(bytes, cut, bytes.length - cut);
        }
        pause(20);
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(account.missing(rows)).isEmpty();
        account.noStrangers(rows);
        account.duplicatesAreRecognisable(rows, true);
        account.inOrder(rows, BATCH);
    }
}
