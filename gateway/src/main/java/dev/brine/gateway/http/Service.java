package dev.brine.gateway.http;

/** What an {@link HttpFace} serves. Called by many threads at once. */
public interface Service {

    /** A name for meters, such as {@code registry}. */
    String name();

    /**
     * Looks at a request before its body is read. Must answer at once.
     *
     * @throws Refusal if there is no such path, method or type; any other exception is answered with 500
     */
    Work accept(Head head);

    /** How an error that arises outside of {@link Work} is answered. */
    Answer refused(Head head, Refusal refusal);
}
