package dev.brine.cli.registry;

import dev.brine.cli.management.HealthSource;
import dev.brine.gateway.registry.RegistryServer;
import dev.brine.registry.RegistryException;
import java.util.Map;

/** A registry server, seen from the management port. */
public final class RegistryHealth implements HealthSource {

    private final RegistryServer server;

    public RegistryHealth(RegistryServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public boolean live() {
        return server.running();
    }

    @Override
    public boolean ready() {
        return server.running() && progress().equals(Progress.OK);
    }

    @Override
    public Progress progress() {
        try {
            server.store().state();
            return Progress.OK;
        } catch (RegistryException e) {
            return new Progress("unavailable", e.getMessage(), Map.of());
        }
    }
}
