package dev.brine.gateway.cache;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks the upstream. */
@FunctionalInterface
public interface Loader {

    /**
     * Asks, with one deadline of its own.
     *
     * @param conditions headers that allow the answer to be "not modified"; empty if nothing is kept
     */
    CompletableFuture<Loaded> load(Map<String, String> conditions);
}
