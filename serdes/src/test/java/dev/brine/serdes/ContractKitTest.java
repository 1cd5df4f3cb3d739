package dev.brine.serdes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes a codec or a frame gets by with the kit's jar, what Brine itself needs, and JUnit. */
class ContractKitTest {

    private static final Path SOURCES = Path.of("src/test/java/dev/brine/serdes");
    private static final String ALLOWED =
            "import (static )?(java\\.|com\\.sun\\.management\\.|dev\\.brine\\.(serdes|registry)\\.|org\\.junit\\.jupiter\\.|"
                    + "org\\.apache\\.(avro|kafka\\.common)\\.).*";

    @ParameterizedTest
    @ValueSource(strings = {"CodecContract", "ContractSamples", "Fuzz", "frame/FrameContract"})
    void kitNeedsNothingButJunit(String name) throws IOException {
        List<String> lines = Files.readAllLines(SOURCES.resolve(name + ".java"));

        assertThat(lines)
                .filteredOn(line -> line.startsWith("import "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches(ALLOWED));
    }
}
