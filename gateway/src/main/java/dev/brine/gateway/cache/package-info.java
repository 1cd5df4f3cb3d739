/**
 * Keeps answers of other servers, as RFC 9111 has it for a cache that many share.
 *
 * <p>Start at {@link dev.brine.gateway.cache.ResponseCache}, one for each route: it says what is kept, what is fresh, and
 * who loads; {@link dev.brine.gateway.cache.Loader} does the loading. Answers are kept as bytes in the codec they came
 * in, and at most once in each other codec that was asked for. No thread belongs to it, and no clock: time is given.
 */
@NullMarked
package dev.brine.gateway.cache;

import org.jspecify.annotations.NullMarked;
