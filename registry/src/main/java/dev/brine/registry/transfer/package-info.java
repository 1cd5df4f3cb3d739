/**
 * Schemas between a directory and a registry: {@link dev.brine.registry.transfer.Push} one way,
 * {@link dev.brine.registry.transfer.Pull} the other.
 *
 * <p>Both look first and tell everything that is in the way; then they write, what is referred to before what refers.
 * Ids stay what they are on either side. What is there already is left alone, so both can be repeated.
 */
@NullMarked
package dev.brine.registry.transfer;

import org.jspecify.annotations.NullMarked;
