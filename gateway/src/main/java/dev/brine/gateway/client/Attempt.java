package dev.brine.gateway.client;

import dev.brine.gateway.client.HttpEngine.Later;
import dev.brine.gateway.client.Reply.Answered;
import dev.brine.gateway.client.Reply.Failed;
import dev.brine.gateway.client.Reply.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to its only reply: name, check of the addresses, exchange, redirects to the same server.
 *
 * <p>The JDK's client looks the name up itself, and cannot be told an address. So the name is looked up and checked just
 * before, which puts what the client will find into the JVM's cache, and once more before the answer is used: an answer
 * from an address that is not allowed is given to nobody.
 */
final class Attempt {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpEngine engine;
    private final UpstreamSettings settings;
    private final AddressRule rule;
    private final Call call;
    private final Consumer<Reply> ended;
    private final CompletableFuture<Reply> result = new CompletableFuture<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Receiving receiving;
    private volatile boolean sent;
    private volatile @Nullable LimitedBody body;
    private volatile @Nullable CompletableFuture<?> exchange;
    private volatile @Nullable Later deadline;

    Attempt(HttpEngine engine, UpstreamSettings settings, AddressRule rule, Call call, Consumer<Reply> ended) {
        this.engine = engine;
        this.settings = settings;
        this.rule = rule;
        this.call = call;
        this.ended = ended;
        this.receiving = new Receiving(this, engine.budget());
    }

    /** @param first what the call is as a request, see {@link #request} */
    CompletableFuture<Reply> start(HttpRequest first) {
        Duration most = call.deadline()
                .filter(own -> own.compareTo(settings.deadline()) < 0)
                .orElse(settings.deadline());
        try {
            deadline = engine.after(most.isNegative() ? Duration.ZERO : most, () -> late(most));
            checked(() -> begin(first, call.uri(), settings.redirects()));
        } catch (RejectedExecutionException e) {
            boolean closed = engine.closed();
            finish(failed(
                    closed ? Reason.CLOSED : Reason.BUSY,
                    closed ? "the client is closed" : "too many names are being looked up"));
        }
        return result;
    }

    /** Where the host has a name, it is looked up and checked first, on a thread that may wait for that. */
    private void checked(Runnable next) {
        if (!rule.named()) {
            next.run();
            return;
        }
        engine.lookups().execute(() -> {
            Optional<Failed> forbidden = forbidden();
            if (forbidden.isPresent()) {
                finish(forbidden.get());
            } else {
                next.run();
            }
        });
    }

    private void begin(HttpRequest request, URI uri, int redirects) {
        if (done.get()) {
            return;
        }
        try {
            sent = true;
            CompletableFuture<HttpResponse<LimitedBody>> sending = engine.http().sendAsync(request, receiving);
            exchange = sending;
            if (done.get()) {
                sending.cancel(true);
            }
            var unused = sending.whenCompleteAsync(
                    (response, failure) -> came(uri, redirects, response, failure), engine.executor());
        } catch (RejectedExecutionException e) {
            finish(failed(Reason.CLOSED, "the client is closed"));
        } catch (RuntimeException e) {
            finish(failed(
                    Reason.BROKEN,
                    settings.name() + " could not be called: " + e.getClass().getSimpleName()));
        }
    }

    /** What the JDK's client holds of an attempt, also when that is over and its connection is kept. */
    private static final class Receiving implements HttpResponse.BodyHandler<LimitedBody> {

        private final BodyBudget budget;
        private final AtomicReference<@Nullable Attempt> attempt;

        Receiving(Attempt attempt, BodyBudget budget) {
            this.budget = budget;
            this.attempt = new AtomicReference<>(attempt);
        }

        @Override
        public BodySubscriber<LimitedBody> apply(HttpResponse.ResponseInfo info) {
            Attempt waiting = attempt.get();
            // Nobody waits: a body that is longer than nothing is refused at once.
            return waiting == null ? new LimitedBody(0, 1, budget) : waiting.body(info);
        }

        void forget() {
            attempt.set(null);
        }
    }

    private LimitedBody body(HttpResponse.ResponseInfo info) {
        long declared = info.headers().firstValueAsLong("content-length").orElse(-1);
        boolean bodiless = call.method().equals("HEAD") || info.statusCode() == 304;
        LimitedBody made = new LimitedBody(settings.maxBody(), bodiless ? -1 : declared, engine.budget());
        release();
        body = made;
        return made;
    }

    private Optional<Failed> forbidden() {
        try {
            return rule.forbidden(engine.lookup().of(host()))
                    .map(address -> failed(
                            Reason.ADDRESS,
                            "the host of " + settings.name() + " has the address " + address.getHostAddress()
                                    + ", which is not public; if that is meant, name its range in the configuration"));
        } catch (UnknownHostException e) {
            return Optional.of(failed(Reason.ADDRESS, "the host of " + settings.name() + " has no address"));
        }
    }

    private String host() {
        String host = settings.url().getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** @throws IllegalArgumentException if something of the call cannot be sent over HTTP */
    static HttpRequest request(UpstreamSettings settings, Call call, URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(withCredentials(settings, uri));
        call.headers().forEach((name, values) -> {
            if (!Call.OF_THE_CLIENT.contains(name)
                    && !settings.credentials().headers().containsKey(name)
                    && !name.equals("accept-encoding")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        settings.credentials().headers().forEach(request::header);
        request.header("accept-encoding", "gzip");
        return request.method(
                        call.method(),
                        call.body().map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody))
                .build();
    }

    private static URI withCredentials(UpstreamSettings settings, URI uri) {
        if (settings.credentials().query().isEmpty()) {
            return uri;
        }
        StringBuilder text = new StringBuilder(uri.toString());
        char separator = uri.getRawQuery() == null ? '?' : '&';
        for (var one : settings.credentials().query().entrySet()) {
            text.append(separator).append(encoded(one.getKey())).append('=').append(encoded(one.getValue()));
            separator = '&';
        }
        return URI.create(text.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void came(
            URI uri, int redirects, @Nullable HttpResponse<LimitedBody> response, @Nullable Throwable failure) {
        if (done.get()) {
            return;
        }
        if (response == null) {
            finish(broken(failure));
            return;
        }
        Optional<URI> next = redirects > 0 ? redirect(uri, response) : Optional.empty();
        try {
            if (next.isPresent()) {
                HttpRequest again = request(settings, call, next.get());
                checked(() -> begin(again, next.get(), redirects - 1));
            } else {
                checked(() -> accept(response));
            }
        } catch (IllegalArgumentException e) {
            finish(failed(Reason.BROKEN, settings.name() + " answered with a location that is none"));
        } catch (RejectedExecutionException e) {
            finish(failed(Reason.CLOSED, "the client is closed"));
        }
    }

    private void accept(HttpResponse<LimitedBody> response) {
        LimitedBody read = response.body();
        Optional<byte[]> sent = read.whole();
        if (sent.isEmpty()) {
            // Given up meanwhile, and whoever waits has been told.
            return;
        }
        try {
            byte[] whole =
                    Inflation.undo(response.headers().allValues("content-encoding"), sent.get(), settings.maxBody());
            if (whole != sent.get() && !read.take(whole.length)) {
                finish(noRoom());
                return;
            }
            finish(new Answered(response.statusCode(), response.headers(), whole));
        } catch (LimitedBody.TooLong e) {
            finish(broken(e));
        } catch (IOException e) {
            finish(failed(Reason.ENCODING, settings.name() + " answered with a body that cannot be inflated"));
        }
    }

    private Optional<URI> redirect(URI from, HttpResponse<?> response) {
        if (!REDIRECTS.contains(response.statusCode())
                || !(call.method().equals("GET") || call.method().equals("HEAD"))) {
            return Optional.empty();
        }
        try {
            return response.headers().firstValue("location").map(from::resolve).filter(settings::covers);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void late(Duration most) {
        finish(
                engine.closed()
                        ? failed(Reason.CLOSED, "the client is closed")
                        : failed(
                                Reason.TIMEOUT,
                                settings.name() + " did not answer completely within " + most.toMillis() + " ms"));
        CompletableFuture<?> running = exchange;
        if (running != null) {
            running.cancel(true);
        }
    }

    private Failed broken(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof LimitedBody.TooLong) {
            return failed(
                    Reason.TOO_LARGE,
                    settings.name() + " answered with a body of more than " + settings.maxBody() + " bytes");
        }
        if (cause instanceof LimitedBody.NoRoom) {
            return noRoom();
        }
        if (nothingSent(cause)) {
            sent = false;
            return failed(Reason.CONNECT, "no connection to " + settings.name());
        }
        if (engine.closed()) {
            return failed(Reason.CLOSED, "the client is closed");
        }
        return failed(Reason.BROKEN, "the connection to " + settings.name() + " broke before its answer was whole");
    }

    private Failed noRoom() {
        return new Failed(
                Reason.BUSY,
                sent,
                "the answers that are coming take as much room as there is",
                Optional.of(Duration.ofSeconds(1)));
    }

    private static boolean nothingSent(@Nullable Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof ConnectException
                    || one instanceof HttpConnectTimeoutException
                    || one instanceof UnresolvedAddressException
                    || one instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private Failed failed(Reason reason, String message) {
        return new Failed(reason, sent, message, Optional.empty());
    }

    private void finish(Reply reply) {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        receiving.forget();
        Later late = deadline;
        if (late != null) {
            late.cancel();
        }
        ended.accept(reply);
        try {
            engine.executor().execute(() -> deliver(reply));
        } catch (RejectedExecutionException e) {
            // Closed in between: whoever waits is told on this thread.
            deliver(reply);
        }
    }

    /** What is done with the answer at once is done in here; until then its bytes count. */
    private void deliver(Reply reply) {
        try {
            result.complete(reply);
        } finally {
            release();
        }
    }

    private void release() {
        LimitedBody read = body;
        if (read != null) {
            read.release();
        }
    }
}
