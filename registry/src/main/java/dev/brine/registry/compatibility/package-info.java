/**
 * Whether one schema may follow others, and what changed between two.
 *
 * <p>Start at {@link dev.brine.registry.compatibility.CompatibilityCheck} for the rules, and at
 * {@link dev.brine.registry.compatibility.SchemaDiff} for people. Pure functions over schemas; nothing here keeps state.
 */
@NullMarked
package dev.brine.registry.compatibility;

import org.jspecify.annotations.NullMarked;
