package dev.brine.cli.daemon;

import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.daemon.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the folder of jars that a configuration file, or the command line, names. */
public final class PluginFolder {

    private PluginFolder() {}

    /**
     * Opens it; that it cannot be used becomes a mistake of the file.
     *
     * @param instead goes before what the file says
     */
    public static Plugins open(ConfigFile file, Optional<Path> instead) {
        Optional<Path> folder = instead.or(file::plugins);
        if (folder.isEmpty()) {
            return Plugins.none();
        }
        try {
            return Plugins.in(folder.get());
        } catch (IOException e) {
            file.mistake("plugins", "the folder cannot be used: " + e.getMessage());
            return Plugins.none();
        }
    }
}
