package dev.brine.consumer.chaos;

import dev.brine.consumer.Worker;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.consumer.WorkerException;
import java.time.Duration;
import java.util.function.Consumer;

/** A worker in this process. */
final class LocalMember implements Member {

    private final String name;
    private final String instance;
    private final Tap tap;
    private final Behaviour behaviour;
    private final Worker<String, String> worker;

    LocalMember(
            String name,
            String instance,
            boolean async,
            Tap tap,
            WorkerBuilder<String, String> builder,
            WorkerPlan plan,
            Consumer<Event> journal) {
        this.name = name;
        this.instance = instance;
        this.tap = tap;
        this.behaviour = new Behaviour(name, plan, tap, journal);
        this.worker = behaviour.giveTo(builder, async).build();
        worker.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String instance() {
        return instance;
    }

    /** The owner thread stands still for so long. */
    void stall(Duration duration) {
        tap.stall(duration.toMillis());
    }

    Behaviour behaviour() {
        return behaviour;
    }

    @Override
    public void drain() {
        worker.close(Duration.ofSeconds(10));
        behaviour.close();
    }

    @Override
    public void kill() {
        tap.kill();
    }

    /** Kills it when its transaction gets to a step, or in a while if it does not. */
    void killAt(Step step) {
        tap.killAt(step);
    }

    boolean killed() {
        return tap.killed();
    }

    @Override
    public String failure() {
        if (tap.killed()) {
            return null;
        }
        try {
            worker.awaitTermination(Duration.ZERO);
            return null;
        } catch (WorkerException e) {
            return name + ": " + e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return name + ": interrupted";
        }
    }

    @Override
    public void close() {
        worker.close(Duration.ZERO);
        behaviour.close();
    }
}
