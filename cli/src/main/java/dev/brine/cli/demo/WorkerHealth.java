package dev.brine.cli.demo;

import dev.brine.cli.management.HealthSource;
import dev.brine.consumer.Health;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** A worker, seen from the management port. */
final class WorkerHealth implements HealthSource {

    private final String name;
    private final Supplier<Health> worker;

    WorkerHealth(String name, Supplier<Health> worker) {
        this.name = name;
        this.worker = worker;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean live() {
        return worker.get().alive();
    }

    @Override
    public boolean ready() {
        Health health = worker.get();
        return health.alive() && health.joined();
    }

    @Override
    public Progress progress() {
        Health health = worker.get();
        String status = health.progress().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Progress(status, health.reason().isEmpty() ? null : health.reason(), Map.of());
    }
}
