package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** One file that is replaced by the next state again and again; only the last one must come. */
final class PollFeed extends Feed {

    private final Path file;
    private long number;
    private String newest = "";

    PollFeed(String topic, Path file) {
        super(new Account(topic));
        this.file = file;
    }

    @Override
    void turn() throws IOException {
        newest = "s-" + number++;
        account.offered(newest);
        Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), Records.json(newest));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        pause(15);
    }

    @Override
    boolean complete(List<Row> rows) {
        return rows.stream().anyMatch(row -> row.id().equals(newest));
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(rows).last().extracting(Row::id).isEqualTo(newest);
        account.noStrangers(rows);
        account.duplicatesAreRecognisable(rows, true);
        account.inOrder(rows, 1);
    }
}
