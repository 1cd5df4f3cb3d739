package dev.brine.cli.up;

import dev.brine.broker.BrokerException;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.cli.management.HealthSource;
import java.util.Map;
import java.util.Optional;

/** An embedded broker, seen from the management port. */
public final class BrokerHealth implements HealthSource {

    private final EmbeddedBroker broker;

    public BrokerHealth(EmbeddedBroker broker) {
        this.broker = broker;
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public boolean live() {
        return broker.failure().isEmpty();
    }

    @Override
    public boolean ready() {
        return broker.nodes().stream().allMatch(broker::isRunning);
    }

    @Override
    public Progress progress() {
        Optional<BrokerException> failure = broker.failure();
        return failure.isEmpty()
                ? Progress.OK
                : new Progress("failed", failure.get().getMessage(), Map.of());
    }
}
