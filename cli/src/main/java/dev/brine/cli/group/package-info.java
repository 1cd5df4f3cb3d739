/** {@code brine group}: consumer groups and how far they are behind. */
@NullMarked
package dev.brine.cli.group;

import org.jspecify.annotations.NullMarked;
