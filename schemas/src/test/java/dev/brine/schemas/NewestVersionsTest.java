package dev.brine.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NewestVersionsTest {

    private static final Pattern VERSION = Pattern.compile("v([1-9][0-9]*)\\.avsc");
    private static final Pattern INCLUDE = Pattern.compile("<include>([^<*]+\\.avsc)</include>");

    @Test
    void classesAreGeneratedFromTheNewestVersionOfEverySubject() throws IOException {
        // Given
        TreeMap<String, Integer> newest = new TreeMap<>();
        for (Path file : schemaFiles()) {
            Matcher name = VERSION.matcher(file.getFileName().toString());
            assertThat(name.matches()).as("%s is called vN.avsc", file).isTrue();
            newest.merge(file.getParent().getFileName().toString(), Integer.valueOf(name.group(1)), Math::max);
        }

        // When
        List<String> generated = new ArrayList<>();
        Matcher include = INCLUDE.matcher(Files.readString(Path.of("pom.xml")));
        while (include.find()) {
            generated.add(include.group(1));
        }

        // Then
        TreeSet<String> expected = new TreeSet<>();
        newest.forEach((subject, version) -> expected.add(subject + "/v" + version + ".avsc"));
        assertThat(generated).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyFileIsReleased() throws IOException {
        // Given
        String lock = Files.readString(Path.of("schemas.lock"));

        for (Path file : schemaFiles()) {
            // When
            String subject = file.getParent().getFileName().toString();
            String version = file.getFileName().toString().replaceAll("[^0-9]", "");

            // Then
            assertThat(lock).containsPattern(" " + Pattern.quote(subject) + " " + version + "( .*)?\n");
        }
    }

    private static List<Path> schemaFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(""), 2)) {
            List<Path> found = files.filter(
                            file -> file.getNameCount() == 2 && file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
