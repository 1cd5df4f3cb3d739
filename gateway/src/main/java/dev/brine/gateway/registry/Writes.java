package dev.brine.gateway.registry;

import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.TokenFile;
import dev.brine.registry.store.Command;
import dev.brine.registry.store.Decision;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who may change what. Where the store is only read, or the right token is missing, a command that finds nothing to
 * change is answered all the same: a producer that registers what is known already needs no rights.
 */
final class Writes {

    private final SchemaStore store;
    private final Supplier<RegistryState> newest;
    private final Optional<TokenFile> tokens;

    Writes(SchemaStore store, Supplier<RegistryState> newest, Optional<TokenFile> tokens) {
        this.store = store;
        this.newest = newest;
        this.tokens = tokens;
    }

    /** @throws Refusal 401 if it needs a token */
    <R> R execute(Command<R> command, Optional<String> authorization) {
        if (tokens.isPresent() && authorization.isPresent() && !tokens.get().accepts(authorization.get())) {
            throw Refusal.unauthorized("this token is none of those that may write here");
        }
        boolean may = tokens.isEmpty() || authorization.isPresent();
        if (store.writable() && may) {
            return store.execute(command);
        }
        Decision<R> decision = command.decide(newest.get());
        if (decision.changes().isEmpty()) {
            return decision.answer();
        }
        throw store.writable()
                ? Refusal.unauthorized(
                        "this would change the registry, which needs a token: Authorization: Bearer TOKEN")
                : notPermitted();
    }

    private StoreException notPermitted() {
        return new StoreException(
                StoreError.NOT_PERMITTED,
                store.location() + " is served for reading only, and this would change it; start the server with"
                        + " --writable");
    }
}
