/**
 * Which schema wrote this: subjects, versions, ids, fingerprints and compatibility.
 *
 * <p>Start at {@link dev.brine.registry.SchemaRegistry}. Values here are immutable; registries may be
 * shared between threads. {@code dev.brine.registry.internal} is not API.
 */
@NullMarked
package dev.brine.registry;

import org.jspecify.annotations.NullMarked;
