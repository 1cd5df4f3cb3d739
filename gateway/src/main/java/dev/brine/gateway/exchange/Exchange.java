package dev.brine.gateway.exchange;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.HeaderText;
import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.Reply;
import dev.brine.gateway.client.Reply.Answered;
import dev.brine.gateway.client.Upstream;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.exchange.ExchangeResult.Step;
import dev.brine.gateway.exchange.ExchangeResult.Stopped;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches objects, applies functions to them, and posts what comes out.
 *
 * <p>Nothing here throws because of another program, or waits: results are futures that are completed on the engine's
 * threads, where functions run too, so a function that takes its time should hand its work on. A GET is sent again as the
 * policy says. A post is sent again only if nothing of it was sent, the server says that it did not do it (408, 425, 429,
 * 503 with {@code Retry-After}), or an idempotency key makes twice the same as once.
 */
public final class Exchange {

    private static final int MOST_UPSTREAMS = 1_000;

    private final HttpEngine engine;
    private final RetryPolicy policy;
    private final Clock clock;
    private final Cache<UpstreamSettings, Upstream> upstreams =
            Caffeine.newBuilder().maximumSize(MOST_UPSTREAMS).build();

    private Exchange(HttpEngine engine, RetryPolicy policy, Clock clock) {
        this.engine = requireNonNull(engine, "engine");
        this.policy = requireNonNull(policy, "policy");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Exchanges over an engine, which whoever started it closes. */
    public static Exchange over(HttpEngine engine, RetryPolicy policy) {
        return new Exchange(engine, policy, Clock.systemUTC());
    }

    /** Fetches, loads, applies, dumps, posts and checks. */
    public CompletableFuture<ExchangeResult> run(
            Endpoint from, Function<@Nullable Object, @Nullable Object> function, Endpoint to) {
        return run(from, function, to, Optional.empty());
    }

    /** The same, with an {@code Idempotency-Key} for the post. */
    public CompletableFuture<ExchangeResult> run(
            Endpoint from,
            Function<@Nullable Object, @Nullable Object> function,
            Endpoint to,
            Optional<String> idempotencyKey) {
        return get(from)
                .thenCompose(fetched -> fetched instanceof Fetched.Loaded loaded
                        ? applied(loaded.value(), function, to, idempotencyKey)
                        : CompletableFuture.completedFuture(((Fetched.Failed) fetched).reason()));
    }

    /** Fetches and loads an object. */
    public CompletableFuture<Fetched> get(Endpoint from) {
        Map<String, List<String>> headers = new HashMap<>(from.headers());
        headers.putIfAbsent("accept", List.of(from.form().contentType()));
        Call call = Call.get(from.url()).with(headers);
        return repeated(upstream(from), call, true, 1).thenApply(ended -> loaded(from, ended));
    }

    /** Dumps an object and posts it. */
    public CompletableFuture<Posted> post(Endpoint to, @Nullable Object value, Optional<String> idempotencyKey) {
        byte[] body;
        try {
            body = to.form().encode(value);
        } catch (EncodeException e) {
            return CompletableFuture.completedFuture(new Posted.GiveUp(
                    "the value cannot be written in " + to.codec() + ": " + e.getMessage(),
                    OptionalInt.empty(),
                    false));
        }
        return postBytes(to, body, to.form().contentType(), idempotencyKey);
    }

    /** Posts what is encoded already. */
    public CompletableFuture<Posted> postBytes(
            Endpoint to, byte[] body, String contentType, Optional<String> idempotencyKey) {
        return sent(to, body, contentType, idempotencyKey).thenApply(ended -> ended.posted);
    }

    /** The last reply of a call, and what it means for a post. */
    private record Ended(Reply reply, int attempts, Optional<Duration> again) {}

    private record Sent(Ended ended, Posted posted, Step step) {}

    private CompletableFuture<Sent> sent(
            Endpoint to, byte[] body, String contentType, Optional<String> idempotencyKey) {
        Map<String, List<String>> headers = new HashMap<>(to.headers());
        headers.put("content-type", List.of(contentType));
        headers.putIfAbsent("accept", List.of(to.form().contentType() + ", */*;q=0.5"));
        idempotencyKey
                .filter(key -> !key.isEmpty() && HeaderText.isValue(key))
                .ifPresent(key -> headers.put("idempotency-key", List.of(key)));
        Call call = Call.of("POST", to.url(), headers, body);
        return repeated(upstream(to), call, headers.containsKey("idempotency-key"), 1)
                .thenApply(ended -> judged(to, ended));
    }

    private static Sent judged(Endpoint to, Ended ended) {
        if (ended.reply() instanceof Answered answered && answered.ok()) {
            Optional<String> wrong = to.check().wrong(answered);
            Posted posted = wrong.<Posted>map(why -> new Posted.GiveUp(why, OptionalInt.of(answered.status()), true))
                    .orElseGet(() -> new Posted.Done(answered.status(), ended.attempts()));
            return new Sent(ended, posted, Step.CHECK);
        }
        String why = why(ended.reply());
        Step step = ended.reply() instanceof Answered ? Step.CHECK : Step.POST;
        if (ended.again().isPresent()) {
            return new Sent(ended, new Posted.RetryAfter(ended.again().get(), why), step);
        }
        return new Sent(ended, new Posted.GiveUp(why, status(ended.reply()), maybeDone(ended.reply())), step);
    }

    private static boolean maybeDone(Reply reply) {
        return reply instanceof Answered answered ? answered.status() >= 500 : ((Reply.Failed) reply).sent();
    }

    private CompletableFuture<ExchangeResult> applied(
            @Nullable Object value,
            Function<@Nullable Object, @Nullable Object> function,
            Endpoint to,
            Optional<String> idempotencyKey) {
        Object made;
        try {
            made = function.apply(value);
        } catch (RuntimeException e) {
            return stopped(Step.APPLY, "the function threw " + e.getClass().getSimpleName(), e);
        }
        if (made == null) {
            return CompletableFuture.completedFuture(new ExchangeResult.Nothing());
        }
        byte[] body;
        try {
            body = to.form().encode(made);
        } catch (EncodeException e) {
            return stopped(Step.DUMP, String.valueOf(e.getMessage()), e);
        }
        return sent(to, body, to.form().contentType(), idempotencyKey).thenApply(Exchange::result);
    }

    private static CompletableFuture<ExchangeResult> stopped(Step step, String why, Throwable cause) {
        return CompletableFuture.completedFuture(
                new Stopped(step, why, OptionalInt.empty(), false, Optional.empty(), cause));
    }

    private static ExchangeResult result(Sent sent) {
        Posted posted = sent.posted();
        if (posted instanceof Posted.Done done) {
            return new ExchangeResult.Done(done.status(), done.attempts());
        }
        OptionalInt status = status(sent.ended().reply());
        boolean maybe = maybeDone(sent.ended().reply());
        if (posted instanceof Posted.RetryAfter later) {
            return new Stopped(sent.step(), later.why(), status, maybe, Optional.of(later.least()), null);
        }
        Posted.GiveUp given = (Posted.GiveUp) posted;
        return new Stopped(sent.step(), given.why(), status, given.maybeDone(), Optional.empty(), null);
    }

    private Fetched loaded(Endpoint from, Ended ended) {
        if (!(ended.reply() instanceof Answered answered) || !answered.ok()) {
            return new Fetched.Failed(
                    new Stopped(Step.FETCH, why(ended.reply()), status(ended.reply()), false, ended.again(), null));
        }
        String type = answered.header("content-type").orElse(null);
        OptionalInt status = OptionalInt.of(answered.status());
        Optional<String> codec = from.forms()
                .codecOf(type)
                .or(() -> Forms.unspecific(type) ? Optional.of(from.codec()) : Optional.empty());
        if (codec.isEmpty()) {
            return new Fetched.Failed(new Stopped(
                    Step.LOAD,
                    "the content type of the answer is none of "
                            + String.join(", ", from.forms().codecs()),
                    status,
                    false,
                    Optional.empty(),
                    null));
        }
        try {
            return new Fetched.Loaded(
                    from.forms().in(codec.get()).decode(answered.body()), answered.status(), codec.get());
        } catch (DecodeException e) {
            return new Fetched.Failed(
                    new Stopped(Step.LOAD, String.valueOf(e.getMessage()), status, false, Optional.empty(), e));
        }
    }

    private CompletableFuture<Ended> repeated(Upstream upstream, Call call, boolean repeatable, int attempt) {
        return upstream.send(call).thenCompose(reply -> {
            Optional<Duration> least = Repetition.after(reply, repeatable, clock);
            Duration own = policy.pause(attempt, ThreadLocalRandom.current().nextDouble());
            Optional<Duration> pause = least.map(asked -> asked.compareTo(own) > 0 ? asked : own);
            Ended ended = new Ended(reply, attempt, pause);
            if (pause.isEmpty() || attempt >= policy.attempts() || pause.get().compareTo(policy.cap()) > 0) {
                return CompletableFuture.completedFuture(ended);
            }
            return later(pause.get(), ended, () -> repeated(upstream, call, repeatable, attempt + 1));
        });
    }

    private CompletableFuture<Ended> later(Duration pause, Ended otherwise, Supplier<CompletableFuture<Ended>> next) {
        CompletableFuture<Ended> result = new CompletableFuture<>();
        try {
            var unused = engine.after(pause, () -> {
                var unusedEnd = next.get().thenAccept(result::complete);
            });
        } catch (RejectedExecutionException e) {
            // The engine was closed: what is known is the answer.
            result.complete(otherwise);
        }
        return result;
    }

    private Upstream upstream(Endpoint endpoint) {
        return upstreams.get(endpoint.upstream(), settings -> Upstream.of(engine, settings));
    }

    private static String why(Reply reply) {
        return reply instanceof Answered answered
                ? "the status is " + answered.status()
                : ((Reply.Failed) reply).message();
    }

    private static OptionalInt status(Reply reply) {
        return reply instanceof Answered answered ? OptionalInt.of(answered.status()) : OptionalInt.empty();
    }
}
