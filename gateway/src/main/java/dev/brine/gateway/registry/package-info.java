/**
 * The registry's REST face: a {@link dev.brine.registry.store.SchemaStore} as Confluent's clients know a registry.
 *
 * <p>Start at {@link dev.brine.gateway.registry.RegistryServer}. What a schema is, which id it gets and what may be deleted is decided by the
 * store's commands; here a request becomes a question or a command, and an answer becomes JSON with Confluent's fields,
 * status and error codes. Every class is safe for use by many threads unless it is made for one request.
 */
@NullMarked
package dev.brine.gateway.registry;

import org.jspecify.annotations.NullMarked;
