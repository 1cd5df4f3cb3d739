package dev.brine.gateway.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/** How a call ended. */
public sealed interface Reply {

    /**
     * The server answered, whatever its status, and the answer is whole.
     *
     * @param body inflated if it was compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answered(int status, HttpHeaders headers, byte[] body) implements Reply {

        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public boolean ok() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * There is no answer that could be used.
     *
     * @param sent whether the server may have seen the call; false only if it surely has not
     * @param message what went wrong, with the server's name and without anything secret
     * @param retryAfter when there is sense in trying again, where that is known
     */
    record Failed(Reason reason, boolean sent, String message, Optional<Duration> retryAfter) implements Reply {}

    /** Why there is no answer. */
    enum Reason {
        /** As many calls to this server as are allowed are under way. */
        BUSY,
        /** The server failed again and again; it is left alone for a while. */
        CIRCUIT_OPEN,
        /** The host's name has no address, or one that the configuration does not allow. */
        ADDRESS,
        /** No connection. */
        CONNECT,
        /** Not whole within the deadline. */
        TIMEOUT,
        /** The connection broke, or what came was not HTTP. */
        BROKEN,
        /** The body is longer than the bound, as sent or inflated. */
        TOO_LARGE,
        /** The body is compressed in a way that is not read, or broken. */
        ENCODING,
        /** The engine was closed. */
        CLOSED
    }
}
