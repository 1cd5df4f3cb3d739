package dev.brine.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TailLookTest extends FilesCase {

    private static final long SEED = 20261121;

    private Look look() throws Exception {
        FileSettings settings = settings(FileSettings.Mode.TAIL, "app.log", "json");
        return new TailLook(settings, shipper(settings), checkpoint());
    }

    private Path append(String text) throws Exception {
        return Files.writeString(
                directory.resolve("app.log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void all(Look look) throws Exception {
        boolean more = true;
        while (more) {
            more = look.once();
        }
    }

    @Test
    void linesAreSentOnceTheyAreWholeAndARestartGoesOnBehindThem() throws Exception {
        Look look = look();
        all(look);
        append(order(1) + "\n" + order(2) + "\n{\"id\"");
        all(look);
        assertThat(ids()).containsExactly("1", "2");
        look.close();
        Look next = look();
        all(next);
        append(":\"3\"}\r\n\n" + order(4) + "\n");
        all(next);

        assertThat(ids()).containsExactly("1", "2", "3", "4");
        assertThat(writer.records().get(1).position()).startsWith("app.log/").endsWith("@11");
    }

    @Test
    void renamedFileIsReadToItsEndBeforeTheNewOneIsBegun() throws Exception {
        Look look = look();
        append(order(1) + "\n");
        all(look);
        append(order(2) + "\n" + order("last without newline"));
        Files.move(directory.resolve("app.log"), directory.resolve("app.log.1"));
        append(order(3) + "\n");
        all(look);

        assertThat(ids()).containsExactly("1", "2", "last without newline", "3");
    }

    @Test
    void renameWhileNobodyLookedIsFoundByWhatTheFileIs() throws Exception {
        Look look = look();
        append(order(1) + "\n");
        all(look);
        look.close();
        append(order(2) + "\n");
        Files.move(directory.resolve("app.log"), directory.resolve("app.log.1"));
        append(order(3) + "\n");

        all(look());

        assertThat(ids()).containsExactly("1", "2", "3");
    }

    @Test
    void filesThatWereRenamedOneAfterTheOtherMeanwhileAreAllRead() throws Exception {
        // Given
        Look look = look();
        append(order(1) + "\n");
        all(look);
        look.close();
        append(order(2) + "\n");
        for (int i = 3; i > 0; i--) {
            rename("app.log.2", "app.log.3");
            rename("app.log.1", "app.log.2");
            rename("app.log", "app.log.1");
            append(order("later " + (3 - i)) + "\n");
            Files.setLastModifiedTime(directory.resolve("app.log"), FileTime.fromMillis(1_000_000_000_000L * (5 - i)));
        }
        // No rotations: an older one, a copy, another log
        Files.setLastModifiedTime(
                Files.writeString(directory.resolve("app.log.9"), order("old") + "\n"), FileTime.fromMillis(1));
        Files.copy(directory.resolve("app.log.3"), directory.resolve("app.log.8"));
        Files.writeString(directory.resolve("app.logs"), order("other") + "\n");

        // When
        all(look());

        // Then
        assertThat(ids()).containsExactly("1", "2", "later 0", "later 1", "later 2");
    }

    private void rename(String from, String to) throws Exception {
        if (Files.exists(directory.resolve(from))) {
            Files.move(directory.resolve(from), directory.resolve(to));
        }
    }

    @Test
    void whatAWriterPutsIntoTheOldFileAfterTheRenameIsRead() throws Exception {
        // Given a new file that its writer has not come to yet
        Look look = look();
        append(order(1) + "\n");
        all(look);
        rename("app.log", "app.log.1");
        append("");
        all(look);

        // When
        Files.writeString(directory.resolve("app.log.1"), order(2) + "\n", StandardOpenOption.APPEND);
        append(order(3) + "\n");
        all(look);

        // Then
        assertThat(ids()).containsExactly("1", "2", "3");
    }

    @Test
    void truncatedFileIsReadFromItsBeginning() throws Exception {
        Look look = look();
        append(order(1) + "\n" + order(2) + "\n");
        all(look);
        Files.writeString(directory.resolve("app.log"), order(3) + "\n");
        all(look);
        // Longer than before, but with another beginning.
        Files.writeString(directory.resolve("app.log"), order("four") + "\n" + order("five") + "\n" + order(6) + "\n");
        all(look);

        assertThat(ids()).containsExactly("1", "2", "3", "four", "five", "6");
    }

    @Test
    void lineThatIsNoValueIsADeadLetterAndSoIsTheBeginningOfOneThatIsTooLong() throws Exception {
        Look look = look();
        append("nonsense\n" + "x".repeat(500) + order(1) + "\n" + order(2) + "\n");
        all(look);

        assertThat(ids()).containsExactly("2");
        assertThat(writer.rejected()).hasSize(2);
        assertThat(writer.rejected().get(1).bytes()).hasSize(200);
    }

    @Test
    void whatIsNotAcknowledgedIsReadAgain() throws Exception {
        Look look = look();
        append(order(1) + "\n" + order(2) + "\n");
        writer.failAfter(1);
        assertThatThrownBy(look::once).isInstanceOf(NotShippedException.class);
        writer.failAfter(10);
        all(look);

        assertThat(ids()).containsExactly("1", "1", "2");
        assertThat(writer.records().get(0).position())
                .isEqualTo(writer.records().get(1).position());
    }

    @Test
    void nothingIsLostOrDoubledHoweverItGrowsRotatesAndRestarts() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 20; round++) {
            // Given
            int before = writer.records().size();
            List<String> written = new ArrayList<>();
            Look look = look();
            StringBuilder pending = new StringBuilder();
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> all(look);
                    case 1 -> {
                        look.close();
                        look = look();
                    }
                    case 2 -> {
                        append(pending.toString());
                        pending.setLength(0);
                        // Read before it is renamed away twice, as a rotation that keeps one old file would.
                        all(look);
                        if (Files.exists(directory.resolve("app.log"))) {
                            Files.move(
                                    directory.resolve("app.log"), directory.resolve("app.log." + round + "." + step));
                        }
                    }
                    default -> {
                        String id = round + "-" + step;
                        written.add(id);
                        pending.append(order(id)).append('\n');
                        int part = random.nextInt(pending.length() + 1);
                        append(pending.substring(0, part));
                        pending.delete(0, part);
                    }
                }
            }
            append(pending.toString());
            all(look);
            look.close();

            // Then
            assertThat(ids().subList(before, ids().size()))
                    .as("seed %s, round %s", SEED, round)
                    .containsExactlyElementsOf(written);
        }
    }
}
