package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A service that takes brine-producer gets these and nothing else; the list is written by the build of this module. */
final class RuntimeClasspathIT {

    private static final Pattern ARTIFACT = Pattern.compile("^\\s+([^:\\s]+:[^:\\s]+):jar:");

    @Test
    void serviceThatTakesTheProducerGetsNothingElseOfWeight() throws IOException {
        // When
        List<String> found = Files.readAllLines(Path.of("target", "runtime-dependencies.txt")).stream()
                .map(ARTIFACT::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .toList();

        // Then
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "dev.brine:brine-serdes",
                        "dev.brine:brine-registry",
                        "org.apache.kafka:kafka-clients",
                        "com.github.luben:zstd-jni",
                        "at.yawk.lz4:lz4-java",
                        "org.xerial.snappy:snappy-java",
                        "org.apache.avro:avro",
                        "org.ow2.asm:asm",
                        "com.fasterxml.jackson.core:jackson-core",
                        "com.fasterxml.jackson.core:jackson-databind",
                        "com.fasterxml.jackson.core:jackson-annotations",
                        "io.micrometer:micrometer-core",
                        "io.micrometer:micrometer-commons",
                        "io.micrometer:micrometer-observation",
                        "org.hdrhistogram:HdrHistogram",
                        "org.slf4j:slf4j-api");
    }
}
