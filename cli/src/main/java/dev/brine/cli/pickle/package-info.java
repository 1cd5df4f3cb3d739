/**
 * {@code brine pickle}: Python's pickles as JSON and back, and a look inside. No schema and no broker is needed, and
 * nothing that a pickle names is ever run.
 */
@NullMarked
package dev.brine.cli.pickle;

import org.jspecify.annotations.NullMarked;
