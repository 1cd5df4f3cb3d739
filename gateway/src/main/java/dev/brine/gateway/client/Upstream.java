package dev.brine.gateway.client;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.client.Reply.Failed;
import dev.brine.gateway.client.Reply.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One server, as its settings allow it to be called. Holds no connections itself, so it needs no closing. */
public final class Upstream {

    private final HttpEngine engine;
    private final UpstreamSettings settings;
    private final AddressRule rule;
    private final Semaphore room;
    private final Circuit circuit;

    private Upstream(HttpEngine engine, UpstreamSettings settings, LongSupplier nanos) {
        this.engine = requireNonNull(engine, "engine");
        this.settings = requireNonNull(settings, "settings");
        this.rule = AddressRule.of(settings.url(), settings.networks());
        this.room = new Semaphore(settings.connections());
        this.circuit = new Circuit(settings.failures(), settings.pause(), nanos);
        if (settings.breaks()) {
            Gauge.builder("brine.gateway.upstream.circuit", circuit, one -> one.isOpen() ? 1 : 0)
                    .description("1 while calls are kept from a server that fails")
                    .tag("upstream", settings.name())
                    .register(engine.meters());
        }
    }

    public static Upstream of(HttpEngine engine, UpstreamSettings settings) {
        return new Upstream(engine, settings, System::nanoTime);
    }

    static Upstream of(HttpEngine engine, UpstreamSettings settings, LongSupplier nanos) {
        return new Upstream(engine, settings, nanos);
    }

    public UpstreamSettings settings() {
        return settings;
    }

    /**
     * Sends a call. The result is completed on the engine's executor, within the deadline, and never exceptionally.
     *
     * @throws IllegalArgumentException if the call is for another server, or cannot be sent over HTTP
     */
    public CompletableFuture<Reply> send(Call call) {
        if (!settings.covers(call.uri())) {
            throw new IllegalArgumentException("a call to another server than " + settings.name());
        }
        HttpRequest first = Attempt.request(settings, call, call.uri());
        if (engine.closed()) {
            return CompletableFuture.completedFuture(
                    new Failed(Reason.CLOSED, false, "the client is closed", Optional.empty()));
        }
        if (!room.tryAcquire()) {
            return refused(
                    Reason.BUSY,
                    settings.connections() + " calls to " + settings.name() + " are under way, as many as are allowed",
                    Duration.ofSeconds(1));
        }
        Circuit.Entry entry = circuit.enter();
        Circuit.Pass pass = entry.pass();
        if (pass == null) {
            room.release();
            Duration wait = entry.pause().compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : entry.pause();
            return refused(Reason.CIRCUIT_OPEN, settings.name() + " fails, and is left alone for a while", wait);
        }
        long start = System.nanoTime();
        Attempt attempt = new Attempt(engine, settings, rule, call, reply -> {
            room.release();
            judge(pass, reply);
            count(reply, System.nanoTime() - start);
        });
        return attempt.start(first);
    }

    private CompletableFuture<Reply> refused(Reason reason, String message, Duration retryAfter) {
        Failed failed = new Failed(reason, false, message, Optional.of(retryAfter));
        count(failed, 0);
        return CompletableFuture.completedFuture(failed);
    }

    /** A refusal is an answer of a server that works; only what says that it does not is held against it. */
    private static void judge(Circuit.Pass pass, Reply reply) {
        if (reply instanceof Reply.Answered answered) {
            if (answered.status() >= 500 && answered.status() != 501 && answered.status() != 505) {
                pass.failed();
            } else {
                pass.succeeded();
            }
            return;
        }
        switch (((Failed) reply).reason()) {
            case ADDRESS, CONNECT, TIMEOUT, BROKEN -> pass.failed();
            case TOO_LARGE, ENCODING -> pass.succeeded();
            default -> pass.unjudged();
        }
    }

    private void count(Reply reply, long nanos) {
        String outcome = reply instanceof Reply.Answered answered
                ? answered.status() / 100 + "xx"
                : ((Failed) reply).reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Timer.builder("brine.gateway.upstream.calls")
                .description("Calls to other servers, by how they ended")
                .tag("upstream", settings.name())
                .tag("outcome", outcome)
                .register(engine.meters())
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
