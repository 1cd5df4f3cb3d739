package dev.brine.gateway.forward;

import dev.brine.gateway.cache.Content;
import dev.brine.gateway.cache.Representation;
import dev.brine.gateway.client.Reply.Failed;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a client is told when the upstream has no answer for it. */
final class Problem {

    private static final String ROUTE_HAS_NO_ANSWER = "; what was asked may have been done";

    private Problem() {}

    static Content of(Failed failed) {
        String done = failed.sent() ? ROUTE_HAS_NO_ANSWER : "";
        return switch (failed.reason()) {
            case BUSY, CIRCUIT_OPEN, CLOSED ->
                content(
                        50301,
                        failed.message() + done,
                        Optional.of(failed.retryAfter().orElse(Duration.ofSeconds(1))));
            case TIMEOUT -> content(50401, failed.message() + done, Optional.empty());
            case ADDRESS -> content(50201, "the upstream's name has no address that may be called", Optional.empty());
            case CONNECT, BROKEN -> content(50201, failed.message() + done, Optional.empty());
            case TOO_LARGE, ENCODING -> content(50201, failed.message(), Optional.empty());
        };
    }

    static Content unreadable(String route, String why) {
        return content(50201, "the answer of " + route + " cannot be read: " + why, Optional.empty());
    }

    static Content content(int code, String message, Optional<Duration> retryAfter) {
        Answer answer = Answer.error(Refusal.of(code, message), Answer.JSON);
        Map<String, String> headers = new HashMap<>();
        retryAfter.ifPresent(wait -> headers.put("retry-after", String.valueOf(Math.max(1, seconds(wait)))));
        return new Content(
                answer.status(),
                headers,
                Optional.of(Representation.of("", Answer.JSON, answer.body())),
                Content.Transcoder.NONE);
    }

    private static long seconds(Duration wait) {
        return wait.plusMillis(999).toSeconds();
    }
}
