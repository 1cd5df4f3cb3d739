package dev.brine.cli.schema;

import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.transfer.RegistryPeer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which registry a push goes to, or a pull comes from, and what of it. */
final class PeerParameters {

    @Parameters(
            index = "0",
            paramLabel = "REGISTRY",
            description = "topic:_schemas or http://host:8081. Credentials for a server come from"
                    + " -X brine.registry.basic.file=FILE or -X brine.registry.token.file=FILE.")
    private String location = "";

    @Parameters(
            index = "1..*",
            paramLabel = "SUBJECT",
            arity = "0..*",
            description = "Only these subjects, and what they refer to.")
    private List<String> subjects = new ArrayList<>();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    RegistryPeer open(Console console, boolean writable) {
        Settings settings = connection.settings(console);
        Map<String, Object> configs = new LinkedHashMap<>(settings.kafka());
        configs.putAll(settings.brine());
        return SchemaRegistries.openPeer(location, configs, writable);
    }

    /** Empty for all. */
    List<String> subjects() {
        return subjects;
    }
}
