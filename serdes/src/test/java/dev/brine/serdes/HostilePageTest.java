package dev.brine.serdes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every test that the page on hostile input names is there. */
class HostilePageTest {

    private static final Path PAGE = Path.of("../docs/design/hostile.md");
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w+Test)(?:\\.(\\w+))?");
    private static final List<String> PACKAGES =
            List.of("", "avro.", "json.", "pickle.", "frame.", "record.", "internal.");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        Set<String> named = new LinkedHashSet<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher tests = NAMED.matcher(line.startsWith("|") ? line : "");
            while (tests.find()) {
                named.add(tests.group());
                assertThat(isThere(tests.group(1), tests.group(2)))
                        .as(tests.group())
                        .isTrue();
            }
        }
        assertThat(named).hasSizeGreaterThan(50);
    }

    private static boolean isThere(String name, String method) {
        for (String folder : PACKAGES) {
            Class<?> type;
            try {
                type = Class.forName("dev.brine.serdes." + folder + name);
            } catch (ClassNotFoundException e) {
                continue;
            }
            return method == null || declares(type, method);
        }
        return false;
    }

    private static boolean declares(Class<?> type, String method) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (Arrays.stream(each.getDeclaredMethods()).map(Method::getName).anyMatch(method::equals)) {
                return true;
            }
        }
        return false;
    }
}
