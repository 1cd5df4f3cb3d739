/**
 * A small HTTP server over Jetty's core: bounded, with deadlines, and with JSON for every error.
 *
 * <p>Start at {@link dev.brine.gateway.http.HttpFace}, which serves one {@link dev.brine.gateway.http.Service}. A service
 * looks at the {@link dev.brine.gateway.http.Head} of a request and answers with {@link dev.brine.gateway.http.Work};
 * what can be said from memory is said on the thread that read the request, everything else on a bounded pool. Nothing
 * outside of this package sees Jetty.
 */
@NullMarked
package dev.brine.gateway.http;

import org.jspecify.annotations.NullMarked;
