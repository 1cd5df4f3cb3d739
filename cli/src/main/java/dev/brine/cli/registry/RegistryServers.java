package dev.brine.cli.registry;

import dev.brine.cli.CliException;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.TokenFile;
import dev.brine.gateway.registry.RegistryServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** Starts registry servers, with errors as a command says them. */
public final class RegistryServers {

    private RegistryServers() {}

    /**
     * Starts one.
     *
     * @param option names the port on the command line
     * @throws CliException if the address cannot be taken, or a file of TLS is not what it should be
     */
    public static RegistryServer start(
            HttpSettings settings,
            ServedStore served,
            Optional<TokenFile> tokens,
            MeterRegistry meters,
            String option) {
        try {
            return RegistryServer.start(settings, served.store(), served.newest(), tokens, version(), meters);
        } catch (IOException e) {
            throw CliException.failed("the registry address "
                            + settings.listen().getHostString() + ":"
                            + settings.listen().getPort() + " cannot be taken")
                    .because(e.getMessage())
                    .trying("another " + option + ", 0 for any free one")
                    .causedBy(e);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(RegistryServers.class.getPackage().getImplementationVersion(), "0");
    }
}
