package dev.brine.cli.records;

import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.serde.RegistryOption;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.registry.SchemaRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How values are written to topics. */
public final class WritingOptions {

    @Option(names = "--codec", paramLabel = "CODEC", description = "How values are encoded: avro, json, pickle.")
    private @Nullable String codec;

    @Option(
            names = {"--frame", "--frames"},
            paramLabel = "FRAME",
            description = "How records name their schema: confluent, confluent-header, single-object, apicurio,"
                    + " apicurio-header, none.")
    private @Nullable String frame;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    public SchemaRegistry open(Console console, Settings settings) {
        return registry.open(console, settings);
    }

    /**
     * What values of a topic are, by these options first.
     *
     * @param schema what {@code --schema} said, which each command explains in its own words
     */
    public TopicSerdes serdes(SchemaRegistry schemas, Settings settings, @Nullable SchemaChoice schema) {
        return new TopicSerdes(schemas, settings, schema, codec, frame);
    }

    /** A writer of lines, which these options go before. */
    public LineWriter lines(TopicSerdes serdes) {
        return new LineWriter(serdes, codec != null, frame != null);
    }
}
