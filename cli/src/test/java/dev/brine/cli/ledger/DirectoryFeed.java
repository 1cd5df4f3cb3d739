package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;

/** Puts files of lines into a directory, under names that come again. */
final class DirectoryFeed extends Feed {

    private static final int NAMES = 6;

    private final Path directory;
    private final Random random;
    private int files;

    DirectoryFeed(String topic, Path directory, Random random) {
        super(new Account(topic));
        this.directory = directory;
        this.random = random;
    }

    @Override
    void turn() throws IOException {
        Path target = directory.resolve("drop-" + random.nextInt(NAMES) + ".jsonl");
        if (!Files.exists(target)) {
            int file = files++;
            StringBuilder lines = new StringBuilder();
            int count = 1 + random.nextInt(1_500);
            for (int i = 0; i < count; i++) {
                String id = "d" + file + "-" + i;
                account.offered(id);
                lines.append(Records.json(id)).append('\n');
            }
            Path beside = Files.writeString(directory.resolve("drop.tmp"), lines);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        }
        pause(200);
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(account.missing(rows)).isEmpty();
        account.noStrangers(rows);
        account.duplicatesAreRecognisable(rows, true);
        account.inOrder(rows, 500);
    }
}
