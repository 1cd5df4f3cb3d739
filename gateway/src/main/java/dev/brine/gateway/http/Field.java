package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

/** One line of a request's head, as the client wrote it. */
public record Field(String name, String value) {

    public Field {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }
}
