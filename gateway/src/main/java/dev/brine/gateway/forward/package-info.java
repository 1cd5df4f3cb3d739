/**
 * Passes requests on to a fixed table of other servers, in the codec that each of them speaks.
 *
 * <p>Start at {@link dev.brine.gateway.forward.ForwardService}, made of one {@link
 * dev.brine.gateway.forward.ForwardSettings} for each route. Nothing of a request decides which server is called but the
 * name of the route; what of its path, query and headers is passed on is said by rules, and everything else is not.
 */
@NullMarked
package dev.brine.gateway.forward;

import org.jspecify.annotations.NullMarked;
