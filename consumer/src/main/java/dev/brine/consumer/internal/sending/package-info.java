/**
 * What handlers send on. An {@link dev.brine.consumer.internal.sending.Attempt} keeps it until the attempt has succeeded,
 * then an {@link dev.brine.consumer.internal.sending.Outlet} has it: the one that waits for acknowledgements, or the one
 * that passes it on to the owner thread's transaction.
 */
@NullMarked
package dev.brine.consumer.internal.sending;

import org.jspecify.annotations.NullMarked;
