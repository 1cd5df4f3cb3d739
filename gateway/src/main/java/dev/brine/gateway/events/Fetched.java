package dev.brine.gateway.events;

import java.net.URI;
import java.net.http.HttpHeaders;

/** What became of an address that a {@link FetchPool} was given. */
public sealed interface Fetched {

    URI uri();

    /**
     * The page came, whole, with a status of 2xx.
     *
     * @param body inflated if it was compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Page(URI uri, int status, HttpHeaders headers, byte[] body) implements Fetched {}

    /**
     * It did not.
     *
     * @param status what was answered; 0 if nothing was
     * @param reason {@code status}, or why there is no answer: {@code timeout}, {@code too-large}, {@code not-allowed}, ...
     * @param message without content
     */
    record Missed(URI uri, int status, String reason, String message) implements Fetched {}
}
