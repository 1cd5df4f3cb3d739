package dev.brine.gateway.media;

import static java.util.Objects.requireNonNull;

/** What is wrong with one record of a batch. */
public record ItemError(int index, int code, String message) {

    public ItemError {
        requireNonNull(message, "message");
    }
}
