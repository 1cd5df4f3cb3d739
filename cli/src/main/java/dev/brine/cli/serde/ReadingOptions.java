package dev.brine.cli.serde;

import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.registry.SchemaRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the values of topics are read. */
public final class ReadingOptions {

    @Option(
            names = "--schema",
            paramLabel = "SUBJECT",
            converter = SchemaChoice.Converter.class,
            description = "Subject of the values; without it the topic's binding, else TOPIC-value.")
    private @Nullable SchemaChoice schema;

    @Mixin
    private FormOptions form = new FormOptions();

    @Mixin
    private RegistryOption registry = new RegistryOption();

    public SchemaRegistry open(Console console, Settings settings) {
        return registry.open(console, settings);
    }

    public TopicSerdes serdes(SchemaRegistry schemas, Settings settings) {
        return form.serdes(schemas, settings, schema);
    }
}
