package dev.brine.gateway.registry;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.Command;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import java.util.concurrent.CountDownLatch;

/** A store that is slow, or away. */
final class OddStore implements SchemaStore {

    private final MemoryStore inner = new MemoryStore();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    volatile boolean slow;
    volatile boolean away;
    volatile boolean broken;

    @Override
    public RegistryState state() {
        if (away) {
            throw new RegistryUnavailableException("the disk is away");
        }
        if (broken) {
            throw new IllegalStateException("a fault of ours with dev.brine names in it");
        }
        return inner.state();
    }

    @Override
    public <R> R execute(Command<R> command) {
        if (slow) {
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (away) {
            throw new RegistryUnavailableException("not written within 10 ms");
        }
        return inner.execute(command);
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public String location() {
        return "odd";
    }

    @Override
    public void close() {
        go.countDown();
    }
}
