/**
 * The administrative face of a registry: everything a registry server can be asked and told, without HTTP, Kafka or files.
 *
 * <p>Start at {@link dev.brine.registry.store.SchemaStore}. A store holds one
 * {@link dev.brine.registry.store.RegistryState}, an immutable value that answers every question; a
 * {@link dev.brine.registry.store.Command} looks at a state and decides which {@link dev.brine.registry.store.Change}s to
 * make, or throws; the store makes them durable and moves on to the next state. Whatever the medium, the rules are
 * the same because they are in the commands alone.
 *
 * <p>All values are immutable and may be shared between threads.
 */
@NullMarked
package dev.brine.registry.store;

import org.jspecify.annotations.NullMarked;
