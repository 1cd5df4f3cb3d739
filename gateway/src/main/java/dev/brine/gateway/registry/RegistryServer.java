package dev.brine.gateway.registry;

import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.TokenFile;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A registry server with Confluent's interface over a {@link SchemaStore}. Several may serve one topic; they need not know
 * of each other.
 *
 * <p>Anybody who reaches it may read. What changes something needs a store that is writable and, where there is a
 * {@link TokenFile}, one of its tokens.
 */
public final class RegistryServer implements AutoCloseable {

    private final HttpFace face;
    private final SchemaStore store;

    private RegistryServer(HttpFace face, SchemaStore store) {
        this.face = face;
        this.store = store;
    }

    /**
     * Starts serving.
     *
     * @param store stays the caller's, who closes it after the server
     * @param newest gives a state with everything written so far, also by other processes; asked when {@link
     *     SchemaStore#state()} has no answer. {@code store::state} where nobody else writes, {@code store::upToDate} of a
     *     topic.
     * @param version of this software, for {@code /v1/metadata/version}
     * @throws IOException if the address cannot be taken
     * @throws IllegalArgumentException if the certificate or its key cannot be used
     */
    public static RegistryServer start(
            HttpSettings settings,
            SchemaStore store,
            Supplier<RegistryState> newest,
            Optional<TokenFile> tokens,
            String version,
            MeterRegistry meters)
            throws IOException {
        RegistryService service = new RegistryService(store, newest, tokens, version);
        return new RegistryServer(HttpFace.start(settings, service, meters), store);
    }

    public int port() {
        return face.port();
    }

    /** Such as {@code http://127.0.0.1:8081}. */
    public String url() {
        return face.url();
    }

    /** Whether it listens. */
    public boolean running() {
        return face.running();
    }

    /** What it serves. */
    public SchemaStore store() {
        return store;
    }

    /** Takes no more requests and lets the running ones end, 10 s at most. */
    @Override
    public void close() {
        face.close();
    }
}
