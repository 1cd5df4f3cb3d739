package dev.brine.registry;

import java.util.ArrayList;
import java.util.List;

/** Registries that are open already while others are being opened. */
final class Opened {

    private final List<SchemaRegistry> all = new ArrayList<>();

    void add(SchemaRegistry registry) {
        all.add(registry);
    }

    List<SchemaRegistry> all() {
        return all;
    }

    void closeAfter(RuntimeException failure) {
        for (SchemaRegistry one : all) {
            try {
                one.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
