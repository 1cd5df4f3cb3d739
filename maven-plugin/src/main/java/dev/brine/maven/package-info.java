/** {@code brine schema check} as a goal of Maven, with the same rules and the same words. */
@NullMarked
package dev.brine.maven;

import org.jspecify.annotations.NullMarked;
