/**
 * Who may come in: tokens with what they may do, and how much of it at once.
 *
 * <p>Start at {@link dev.brine.gateway.access.Gatekeeper}. Everything here may be shared between threads.
 */
@NullMarked
package dev.brine.gateway.access;

import org.jspecify.annotations.NullMarked;
