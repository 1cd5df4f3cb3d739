package dev.brine.gateway.http;

import java.util.concurrent.CompletableFuture;

/**
 * Where the parts of an answer go that has no end yet. One part at a time: the next one may be written when the future of
 * the last is done, which is when the client's connection has taken it.
 */
public interface Outlet {

    /** Writes a part; the future fails if the client has gone. Not to be called before the last one is done. */
    CompletableFuture<Void> write(byte[] part);

    /** Ends the answer. */
    void end();

    /** Done when the answer has ended, by whomever. */
    CompletableFuture<Void> ended();
}
