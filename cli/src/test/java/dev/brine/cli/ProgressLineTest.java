package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private final StringWriter err = new StringWriter();
    private long now;

    @Test
    void terminalIsDrawnOverAndLeftClean() {
        // Given
        ProgressLine line = line(true, false);

        // When
        for (int i = 0; i < 4; i++) {
            now += TimeUnit.MILLISECONDS.toNanos(150);
            line.show(300);
        }
        line.clear();

        // Then
        assertThat(err.toString())
                .isEqualTo("\r300 of 2,000 letters redriven, 1,000/s, 2 s left\u001b[K"
                        + "\r300 of 2,000 letters redriven, 500/s, 3 s left\u001b[K\r\u001b[K");
    }

    @Test
    void elsewhereALineComesNowAndThen() {
        // Given
        ProgressLine line = line(false, false);

        // When
        for (int second = 1; second <= 25; second++) {
            now += TimeUnit.SECONDS.toNanos(1);
            line.show(second * 10L);
        }
        line.clear();

        // Then
        assertThat(err.toString().lines())
                .containsExactly(
                        "brine: 100 of 2,000 letters redriven, 10/s, 190 s left",
                        "brine: 200 of 2,000 letters redriven, 10/s, 180 s left");
    }

    @Test
    void quietMeansNothing() {
        // Given
        ProgressLine line = line(true, true);

        // When
        now += TimeUnit.MINUTES.toNanos(1);
        line.show(5);
        line.clear();

        // Then
        assertThat(err.toString()).isEmpty();
    }

    private ProgressLine line(boolean terminal, boolean quiet) {
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                InputStream.nullInputStream(),
                Map.of("TERM", "xterm"),
                Path.of(""),
                terminal,
                terminal,
                80,
                OutputStream.nullOutputStream());
        return new ProgressLine(console, quiet, "of 2,000 letters redriven", 2_000, () -> now);
    }
}
