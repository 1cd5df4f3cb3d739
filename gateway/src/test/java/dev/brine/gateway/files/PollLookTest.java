package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.flow.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PollLookTest extends FilesCase {

    private Look look() throws Exception {
        FileSettings settings = settings(FileSettings.Mode.POLL, "state.json", "json");
        return new PollLook(settings, shipper(settings), checkpoint(), clock);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("state.json"), text);
    }

    @Test
    void contentIsSentOnceHoweverOftenItIsLookedAtAndAgainWhenItChanges() throws Exception {
        Look look = look();
        look.once();
        write(order("a"));
        look.once();
        look.once();
        write(order("b"));
        look.once();
        write(order("a"));
        look.once();

        assertThat(ids()).containsExactly("a", "b", "a");
        assertThat(writer.records().get(0).source()).isEqualTo("file:in");
        assertThat(writer.records().get(0).position()).matches("state.json#0:[0-9a-f]{16}");
        assertThat(writer.records()).extracting(SourceRecord::position).doesNotHaveDuplicates();
    }

    @Test
    void changeWithinTheSameTickOfTheFileSystemIsSeen() throws Exception {
        // Given two contents of one length and one time
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        clock = at(now.plusMillis(500));
        Look look = look();
        Files.setLastModifiedTime(write(order("a")), FileTime.from(now));
        look.once();

        // When
        Files.setLastModifiedTime(write(order("b")), FileTime.from(now));
        look.once();

        // Then
        assertThat(ids()).containsExactly("a", "b");
    }

    @Test
    void restartSendsNothingAnew() throws Exception {
        write(order("a"));
        look().once();
        look().once();

        assertThat(ids()).containsExactly("a");
    }

    @Test
    void tornContentIsTriedAgainAndOnlyTheSameBytesThreeTimesAreADeadLetter() throws Exception {
        // Given
        Look look = look();
        write("{\"id\":");
        look.once();
        look.once();
        assertThat(writer.rejected()).isEmpty();

        // When it is whole at last
        write(order("a"));
        look.once();
        assertThat(ids()).containsExactly("a");
        write("{\"id\":");
        look.once();
        look.once();
        look.once();
        look.once();

        // Then
        assertThat(writer.rejected()).singleElement().satisfies(letter -> assertThat(letter.bytes())
                .isEqualTo("{\"id\":".getBytes(UTF_8)));
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgain() throws Exception {
        // Given
        write(order("a"));
        writer.failAfter(0);
        Look look = look();
        assertThatThrownBy(look::once).isInstanceOf(NotShippedException.class);

        // When
        writer.failAfter(10);
        look.once();

        // Then
        assertThat(ids()).containsExactly("a");
    }

    @Test
    void fileThatIsTooLongIsSaidSo() throws Exception {
        write("x".repeat((1 << 20) + 1));

        assertThatThrownBy(look()::once).hasMessageContaining("max-file");
    }

    @Test
    void contentThatWasSentAndNotNotedComesAgainUnderTheSamePosition() throws Exception {
        write(order("a"));
        look().once();
        Files.delete(directory.resolve("checkpoints/in.checkpoint"));
        look().once();

        assertThat(ids()).containsExactly("a", "a");
        assertThat(writer.records().get(0).position())
                .isEqualTo(writer.records().get(1).position());
    }

    @Test
    void contentThatCannotBeNotedIsNotSentAgainAndAgain() throws Exception {
        // Given
        Look look = look();
        write(order("a"));
        Path blocked = Files.createDirectories(directory.resolve("checkpoints/in.checkpoint.tmp"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(look::once).isInstanceOf(IOException.class);
        }

        // When
        Files.delete(blocked);
        look.once();
        look().once();

        // Then
        assertThat(ids()).containsExactly("a");
    }
}
