package dev.brine.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on hostile input promises tests; they are there. */
final class HostileEdgesPageTest {

    private static final Path PAGE = Path.of("../docs/design/hostile-edges.md");
    private static final Pattern TEST = Pattern.compile("\\b([A-Z][A-Za-z]+(?:Test|IT))(?:\\.([a-zA-Z0-9]+))?\\b");

    @Test
    void everyTestThatThePageNamesExists() throws IOException {
        // Given
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }

        // When
        Matcher named = TEST.matcher(Files.readString(PAGE));

        // Then
        int found = 0;
        while (named.find()) {
            found++;
            assertThat(sources).containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(sources.get(named.group(1))).as(named.group()).contains("void " + named.group(2) + "(");
            }
        }
        assertThat(found).isGreaterThan(40);
    }
}
