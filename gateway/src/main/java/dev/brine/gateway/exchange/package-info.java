/**
 * An object is fetched from a URL, handed to a function, and what the function makes of it is posted on.
 *
 * <p>Start at {@link dev.brine.gateway.exchange.Exchange}; each URL is an {@link
 * dev.brine.gateway.exchange.Endpoint}, whose bodies are of {@link dev.brine.gateway.exchange.Forms}. What is safe to
 * send again is sent again, within bounds; how it ended is a value, never an exception. Everything here may be shared
 * between threads.
 */
@NullMarked
package dev.brine.gateway.exchange;

import org.jspecify.annotations.NullMarked;
