/**
 * Several registries as one, and what keeps a process going while they are down: registries that are opened when they
 * can be, and a snapshot on disk of everything that was ever looked up.
 */
@NullMarked
package dev.brine.registry.chain;

import org.jspecify.annotations.NullMarked;
