/**
 * A bounded HTTP client for addresses that the configuration names.
 *
 * <p>Start an {@link dev.brine.gateway.client.HttpEngine}, make an {@link dev.brine.gateway.client.Upstream} for each
 * server, and {@linkplain dev.brine.gateway.client.Upstream#send send} {@link dev.brine.gateway.client.Call}s. Each
 * call ends as exactly one {@link dev.brine.gateway.client.Reply} within its deadline, which covers the name's lookup,
 * the headers and the body; it never fails otherwise. Everything here may be shared between threads.
 */
@NullMarked
package dev.brine.gateway.client;

import org.jspecify.annotations.NullMarked;
