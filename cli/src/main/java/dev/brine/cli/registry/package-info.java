/**
 * {@code brine registry serve}, and the registry of {@code brine up}: which store is served, where, and to whom.
 *
 * <p>Start at {@link dev.brine.cli.registry.ServedStore}. The server itself is in {@code dev.brine.gateway.registry}.
 */
@NullMarked
package dev.brine.cli.registry;

import org.jspecify.annotations.NullMarked;
