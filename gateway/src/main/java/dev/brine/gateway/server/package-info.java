/**
 * The gateway's HTTP as one server: producing, consuming, and what others mount beside them.
 *
 * <p>Start at {@link dev.brine.gateway.server.GatewayServer}.
 */
@NullMarked
package dev.brine.gateway.server;

import org.jspecify.annotations.NullMarked;
