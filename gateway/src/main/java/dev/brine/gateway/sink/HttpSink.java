package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.brine.consumer.Context;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.Credentials;
import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.Networks;
import dev.brine.gateway.client.Reply;
import dev.brine.gateway.client.Upstream;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.exchange.RetryAfter;
import dev.brine.gateway.source.Condition;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint: one POST for each record. A record is finished by an answer of 2xx. 408, 425, 429, 5xx, timeouts and
 * broken connections are tried again as the worker's {@code retry} says; all other answers make a dead letter. A {@code
 * Retry-After} of a 429 or 503, and a server that fails again and again, hold every request for a while, 5 minutes at
 * most. Redirects are not followed.
 *
 * <p>Each request says where its record is from ({@code Brine-Topic}, {@code Brine-Partition}, {@code Brine-Offset}, {@code
 * Brine-Key}) and carries that as {@code Idempotency-Key}, because a record may come twice.
 */
final class HttpSink implements RecordSink {

    private static final Set<Integer> AGAIN = Set.of(408, 425, 429);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

    private final Settings settings;
    private final Encodings encodings;
    private final AtomicLong heldUntil = new AtomicLong(System.nanoTime());
    private @Nullable HttpEngine engine;
    private @Nullable Upstream upstream;
    private volatile boolean closed;

    /**
     * @param url of the endpoint
     * @param codec of the bodies
     * @param upstream how its server is called
     */
    record Settings(URI url, String codec, UpstreamSettings upstream) {

        /** Calls at a time are bounded by the worker's in-flight; this is above any of those. */
        private static final int CALLS = 100_000;

        private static final int LONGEST_ANSWER = 1 << 20;

        static Settings from(Section section) {
            URI url = section.url("url");
            UpstreamSettings upstream = UpstreamSettings.of("sink", URI.create("http://127.0.0.1"));
            if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
                section.mistake("url", "has a user or a fragment; a password goes into headers:");
            } else {
                upstream = UpstreamSettings.of(url.getHost(), url);
            }
            Duration timeout = section.duration(
                    "timeout", UpstreamSettings.DEFAULT_DEADLINE, Duration.ofMillis(10), Duration.ofMinutes(5));
            return new Settings(
                    url,
                    section.oneOf("codec", "json", Encodings.names()),
                    upstream.within(timeout)
                            .bounded(LONGEST_ANSWER, CALLS)
                            .with(credentials(section))
                            .with(networks(section)));
        }

        private static Credentials credentials(Section section) {
            try {
                return Credentials.of(section.map("headers"), Map.of());
            } catch (IllegalArgumentException e) {
                section.mistake("headers", String.valueOf(e.getMessage()));
                return Credentials.NONE;
            }
        }

        private static Networks networks(Section section) {
            try {
                return Networks.of(section.texts("networks"));
            } catch (IllegalArgumentException e) {
                section.mistake("networks", String.valueOf(e.getMessage()));
                return Networks.NONE;
            }
        }
    }

    HttpSink(Settings settings) {
        this.settings = settings;
        this.encodings = new Encodings(settings.codec());
    }

    @Override
    public void start(SinkContext context) {
        HttpEngine started = HttpEngine.start(context.meters());
        engine = started;
        upstream = Upstream.of(started, settings.upstream());
    }

    @Override
    public CompletionStage<?> accept(Message<byte[], Object> message, Context context) {
        return send(message, call(message));
    }

    @Override
    public void close(Duration atMost) {
        closed = true;
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    public Condition condition() {
        long wait = heldUntil.get() - System.nanoTime();
        return wait <= 0
                ? Condition.OK
                : Condition.held(
                        "sink-busy",
                        settings.url().getHost() + " is left alone for "
                                + (1 + Duration.ofNanos(wait).toSeconds()) + " s");
    }

    private Call call(Message<byte[], Object> message) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("brine-topic", List.of(message.topic()));
        headers.put("brine-partition", List.of(Integer.toString(message.partition())));
        headers.put("brine-offset", List.of(Long.toString(message.offset())));
        headers.put("idempotency-key", List.of("\"" + message.position() + "\""));
        String key = keyText(message.key());
        if (key != null) {
            headers.put("brine-key", List.of(key));
        }
        if (message.value() == null) {
            // A tombstone: no body, which no encoded value is.
            return Call.of("POST", settings.url(), headers, new byte[0]);
        }
        if (message.writer() != null) {
            headers.put(
                    "brine-schema-id",
                    List.of(Integer.toString(message.writer().schema().id())));
        }
        headers.put("content-type", List.of(encodings.contentType()));
        return Call.of("POST", settings.url(), headers, encodings.encode(message));
    }

    /** Sends when the server may be called; waiting for that is not an attempt. */
    private CompletableFuture<Void> send(Message<byte[], Object> message, Call call) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("the sink is closed"));
        }
        long wait = heldUntil.get() - System.nanoTime();
        if (wait > 0) {
            return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS))
                    .thenCompose(over -> send(message, call));
        }
        return requireNonNull(upstream, "start comes first").send(call).thenCompose(reply -> {
            if (reply instanceof Reply.Failed failed
                    && (failed.reason() == Reply.Reason.CIRCUIT_OPEN || failed.reason() == Reply.Reason.BUSY)) {
                hold(failed.retryAfter().orElse(Duration.ofSeconds(1)));
                return send(message, call);
            }
            judge(message, reply);
            return CompletableFuture.<Void>completedFuture(null);
        });
    }

    private void judge(Message<byte[], Object> message, Reply reply) {
        if (reply instanceof Reply.Failed failed) {
            throw new CompletionException(new IOException(message.position() + ": " + failed.message()));
        }
        Reply.Answered answer = (Reply.Answered) reply;
        if (answer.ok()) {
            return;
        }
        int status = answer.status();
        String what = message.position() + ": " + settings.url().getHost() + " answered " + status;
        if (status == 429 || status == 503) {
            answer.header("retry-after")
                    .flatMap(text -> RetryAfter.parse(text, Clock.systemUTC()))
                    .ifPresent(this::hold);
        }
        if (AGAIN.contains(status) || status >= 500) {
            throw new CompletionException(new IOException(what));
        }
        throw new GiveUpException(what + ", which another attempt would not change");
    }

    private void hold(Duration asked) {
        Duration wait = asked.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : asked;
        long until = System.nanoTime() + wait.toNanos();
        heldUntil.accumulateAndGet(until, (a, b) -> a - b > 0 ? a : b);
    }

    /** The key as a header can carry it; null if it is not printable ASCII, or longer than 1 KiB. */
    private static @Nullable String keyText(byte @Nullable [] key) {
        if (key == null || key.length > 1024) {
            return null;
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
            return text.chars().allMatch(c -> c > ' ' && c < 127) ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
