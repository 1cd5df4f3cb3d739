package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds docs/guide/worker.md to the code: its Java compiles, its links lead somewhere. */
final class WorkerGuideTest {

    private static final Path GUIDE = Path.of("../docs/guide/worker.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)");

    static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void javaStandsInTheExamplesThatTheCompilerReads(String block) throws IOException {
        String examples = Files.readString(Path.of("src/test/java/dev/brine/consumer/WorkerGuide.java"));
        assertThat(flat(examples)).contains(flat(block));
    }

    @Test
    void linksLeadToFilesOfTheRepository() throws IOException {
        assertThat(LINK.matcher(Files.readString(GUIDE)).results().map(link -> GUIDE.resolveSibling(link.group(1))))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).exists());
    }

    /** Without white space: lines break elsewhere in a method than on a page. */
    private static String flat(String code) {
        return code.replaceAll("\\s", "");
    }
}
