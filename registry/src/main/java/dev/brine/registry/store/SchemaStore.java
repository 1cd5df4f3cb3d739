package dev.brine.registry.store;

import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegistryUnavailableException;

/**
 * A registry that can be asked and told everything. Safe for use by many threads.
 *
 * <p>To write, execute one of {@link RegisterSchema}, {@link DeleteSubject}, {@link DeleteVersion}, {@link SetLevel},
 * {@link ClearLevel}, {@link SetMode}, {@link ClearMode}. To ask, take the {@link #state()} and keep it for the whole
 * question; see also {@link SchemaQueries}.
 */
public interface SchemaStore extends AutoCloseable {

    /**
     * What is stored now, own writes included. Another process's write may be seen a moment later.
     *
     * @throws RegistryUnavailableException if it cannot be known
     */
    RegistryState state();

    /**
     * Decides the command on the newest state and makes its changes durable; when this returns, they are.
     *
     * @throws StoreException if the state, the mode or this kind of store does not allow it
     * @throws InvalidSchemaException if a schema's text or a reference is at fault
     * @throws IncompatibleSchemaException if the level forbids a new version
     * @throws RegistryUnavailableException if it could not be made durable within the store's bound; trying again is safe
     */
    <R> R execute(Command<R> command);

    /** Whether anything can be written at all, whatever the modes. */
    boolean writable();

    /** Where it is kept, as configuration names it: {@code dir:schemas}. */
    String location();

    @Override
    void close();
}
