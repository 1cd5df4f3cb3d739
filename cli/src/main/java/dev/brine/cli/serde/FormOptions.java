package dev.brine.cli.serde;

import dev.brine.cli.config.Settings;
import dev.brine.registry.SchemaRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which form the values that are read are. */
public final class FormOptions {

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = "Codec of values whose headers name none: avro, json, pickle.")
    private @Nullable String codec;

    @Option(
            names = "--frames",
            paramLabel = "FRAME,..",
            description = "Frames to accept: confluent, confluent-header, single-object, apicurio,"
                    + " apicurio-header, none.")
    private @Nullable String frames;

    /** @param schema what {@code --schema} said, which each command explains in its own words */
    public TopicSerdes serdes(SchemaRegistry schemas, Settings settings, @Nullable SchemaChoice schema) {
        return new TopicSerdes(schemas, settings, schema, codec, frames);
    }
}
