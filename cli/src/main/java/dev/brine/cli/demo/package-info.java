/**
 * {@code brine demo}: the main job by itself, with a ledger that shows whether anything was lost or reordered.
 *
 * <p>Start at {@link dev.brine.cli.demo.DemoCommand}. {@link dev.brine.cli.demo.Ledger} holds what was observed; what
 * was meant to happen is nowhere an input of it.
 */
@NullMarked
package dev.brine.cli.demo;

import org.jspecify.annotations.NullMarked;
