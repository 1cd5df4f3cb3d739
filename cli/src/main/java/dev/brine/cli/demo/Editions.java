package dev.brine.cli.demo;

import dev.brine.cli.serde.SchemaChoice;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.record.SerdeOptions;
import dev.brine.serdes.record.VersionChoice;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The three services that write to the demo's topic at once. */
final class Editions {

    private static final String[] CODECS = {"avro", "json", "avro"};
    private static final String[] FRAMES = {"confluent", "confluent", "single-object"};

    private final SchemaRegistry registry;
    private final MeterRegistry meters;

    Editions(SchemaRegistry registry, MeterRegistry meters) {
        this.registry = registry;
        this.meters = meters;
    }

    /** Orders at three versions of their schema. */
    List<Edition> orders(long records, long seed) {
        List<Function<Sale, Object>> shapes = List.of(OrderShapes::v1, OrderShapes::v2, OrderShapes::v3);
        List<Edition> editions = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            SchemaVersion version = version(i + 1);
            boolean json = CODECS[i].equals("json");
            editions.add(edition(
                    i,
                    "v" + version.version(),
                    version,
                    new OrderItems(i, shapes.size(), records, seed, shapes.get(i), i > 0, json)));
        }
        return editions;
    }

    /** The lines of a file, at one version, in the same three ways. */
    List<Edition> lines(InputLines lines) {
        List<Edition> editions = new ArrayList<>();
        for (int i = 0; i < CODECS.length; i++) {
            String name = CODECS[i] + "-" + FRAMES[i];
            editions.add(edition(i, name, lines.version(), lines.items(i, CODECS.length)));
        }
        return editions;
    }

    /** The id of the first version of orders, whose values begin with a text. */
    int knownId() {
        return version(1).schema().id();
    }

    private SchemaVersion version(int number) {
        return new SchemaChoice(OrderJob.SUBJECT, number).in(registry);
    }

    private Edition edition(int index, String name, SchemaVersion version, Supplier<@Nullable Item> items) {
        return new Edition(
                name,
                version,
                CODECS[index],
                FRAMES[index],
                SerdeOptions.of(registry, Object.class)
                        .codec(CODECS[index])
                        .frame(FRAMES[index])
                        .subject(version.subject())
                        .version(new VersionChoice.Exactly(version.version()))
                        .meters(meters)
                        .writer(),
                items);
    }
}
