package dev.brine.gateway.registry;

/** What a route means. */
record Endpoint(Kind kind, Action action) {

    /** How much an endpoint needs. */
    enum Kind {
        /** The state and nothing else: answered at once. */
        MEMORY,
        /** The state, and a body or time. */
        READ,
        /** The store. */
        WRITE
    }

    /** Answers one request; errors are those of the registry, or {@link dev.brine.gateway.http.Refusal}. */
    interface Action {
        Reply run(Ask ask);
    }
}
