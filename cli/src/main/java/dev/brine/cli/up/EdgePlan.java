package dev.brine.cli.up;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.daemon.PluginFolder;
import dev.brine.gateway.config.ConfigException;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.daemon.DaemonPlan;
import dev.brine.gateway.daemon.Edges;
import dev.brine.gateway.daemon.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The user's own configuration file, read before anything starts, so that a mistake is told at once; or none. */
final class EdgePlan implements AutoCloseable {

    private final Optional<DaemonPlan> own;
    private final Plugins plugins;

    private EdgePlan(Optional<DaemonPlan> own, Plugins plugins) {
        this.own = own;
        this.plugins = plugins;
    }

    static EdgePlan none() {
        return new EdgePlan(Optional.empty(), Plugins.none());
    }

    /**
     * Reads a file.
     *
     * @throws CliException with every mistake
     */
    static EdgePlan of(Console console, Path path) throws IOException {
        ConfigFile file = ConfigFile.read(console.directory().resolve(path), console.environment());
        Plugins plugins = PluginFolder.open(file, Optional.empty());
        try {
            if (!file.has("listen")) {
                file.mistake("listen", "is needed: 'brine up' serves a gateway");
            }
            return new EdgePlan(Optional.of(read(file, plugins)), plugins);
        } catch (RuntimeException e) {
            plugins.close();
            throw e;
        }
    }

    /** What is to run: the user's file, at another address, or the default. */
    DaemonPlan plan(int gatewayPort, DefaultEdges otherwise, Workspace workspace) {
        return own.map(plan -> plan.listening(new HostPort(PortOptions.HOST, gatewayPort)))
                .orElseGet(() ->
                        read(ConfigFile.read(workspace.write("up.yml", otherwise.yaml()), Map.of()), Plugins.none()));
    }

    private static DaemonPlan read(ConfigFile file, Plugins plugins) {
        try {
            return DaemonPlan.read(file, DaemonPlan.Face.GATEWAY, Edges.sources(plugins), plugins);
        } catch (ConfigException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    @Override
    public void close() throws IOException {
        plugins.close();
    }
}
