package dev.brine.gateway.http;

import java.util.Optional;

/** What is to be done for one request. */
public interface Work {

    /** The path with names in place of values, for meters: {@code /subjects/{subject}/versions}. */
    String route();

    /** The answer, if it needs neither the body nor anything that can take time. */
    Optional<Answer> atOnce();

    /** The answer; may take its time, on a thread of the pool. */
    Answer answer(byte[] body);
}
