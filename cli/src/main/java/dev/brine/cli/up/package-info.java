/** {@code brine up}: a development environment that stays until it is told to end. */
@NullMarked
package dev.brine.cli.up;

import org.jspecify.annotations.NullMarked;
