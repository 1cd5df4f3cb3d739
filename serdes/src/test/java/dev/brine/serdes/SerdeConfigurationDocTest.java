package dev.brine.serdes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** The reference page is what the definition says; {@code -Dbrine.write.docs=true} writes it. */
class SerdeConfigurationDocTest {

    private static final Path PAGE = Path.of("../docs/reference/serdes-configuration.md");

    @Test
    void pageIsCurrent() throws IOException {
        String page = page();
        if (Boolean.getBoolean("brine.write.docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("run this test with -Dbrine.write.docs=true").hasContent(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration of the serdes

                `dev.brine.serdes.BrineSerializer`, `BrineDeserializer` and `BrineSerde` take these properties among those of
                the Kafka client. `brine.key.X` and `brine.value.X` hold for one side and win over `brine.X`. A property that
                begins with `brine.` and is not here is refused, with the nearest that is.

                | property | default | meaning |
                |---|---|---|
                """);
        List<ConfigDef.ConfigKey> keys =
                new ArrayList<>(SerdeConfig.definition().configKeys().values());
        for (ConfigDef.ConfigKey key : keys) {
            page.append("| `")
                    .append(key.name)
                    .append("` | ")
                    .append(defaultOf(key))
                    .append(" | ");
            page.append(key.documentation.replace("|", "\\|")).append(" |\n");
        }
        page.append("""

                Over one registry, without Kafka's properties, the same is `dev.brine.serdes.record.SerdeOptions`.
                """);
        return page.toString();
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        return key.defaultValue == null ? "none" : "`" + key.defaultValue + "`";
    }
}
