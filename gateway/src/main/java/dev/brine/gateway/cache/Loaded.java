package dev.brine.gateway.cache;

/** What a load gave. */
public sealed interface Loaded {

    /** An answer, whatever its status but those of failures. */
    record Fresh(Content content, Origin origin) implements Loaded {}

    /** The one that is kept is still right. */
    record NotModified(Origin origin) implements Loaded {}

    /** No answer, or one that says that the upstream failed or is pressed; what a client is told then. */
    record Failed(Content instead) implements Loaded {}
}
