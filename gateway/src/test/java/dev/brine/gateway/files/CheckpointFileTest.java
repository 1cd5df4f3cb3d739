package dev.brine.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointFileTest {

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsReadAndReplacesWhatWasThere() throws Exception {
        CheckpointFile file = new CheckpointFile(directory, "in/../x y");
        file.write(Map.of("a", "1", "file", "이름 = :\n"));
        file.write(Map.of("file", "이름 = :\n#"));

        assertThat(new CheckpointFile(directory, "in/../x y").read()).isEqualTo(Map.of("file", "이름 = :\n#"));
        try (var files = Files.list(directory)) {
            assertThat(files).singleElement().satisfies(one -> assertThat(one.getParent())
                    .isEqualTo(directory));
        }
    }

    @Test
    void nothingIsKnownBeforeTheFirstWrite() throws Exception {
        assertThat(new CheckpointFile(directory, "in").read()).isEmpty();
    }

    @Test
    void whatIsNoCheckpointIsNamedWithWhatToDo() throws Exception {
        Files.writeString(directory.resolve("in.checkpoint"), "a=\\u12");

        assertThatThrownBy(() -> new CheckpointFile(directory, "in").read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in.checkpoint")
                .hasMessageContaining("take it away");
    }

    @Test
    void checkpointThatIsCutOffAnywhereIsRefusedAndNeverTakenForAnother() throws Exception {
        // Given
        CheckpointFile checkpoint = new CheckpointFile(directory, "in");
        checkpoint.write(Map.of("offset", "12345", "key", "(dev=1,ino=2)"));
        Path file = directory.resolve("in.checkpoint");
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            // When
            Files.write(file, Arrays.copyOf(whole, length));

            // Then
            assertThatThrownBy(checkpoint::read)
                    .as("%s bytes", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("take it away");
        }
    }

    @Test
    void directoryThatCannotBeWrittenIsFoundOutBeforeAnythingIsSent() throws Exception {
        // Given a directory where the file should go; permissions do not stop everybody
        Files.createDirectories(directory.resolve("in.checkpoint.tmp"));

        assertThatThrownBy(new CheckpointFile(directory, "in")::requireWritable)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checkpoints cannot be written to " + directory);
    }
}
