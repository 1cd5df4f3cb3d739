package dev.brine.gateway.http;

import dev.brine.gateway.http.Head.Target;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty calls: gives each request to the service, on this thread or on the pool. */
final class Front extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    // A body that comes more slowly than this holds what it has reserved from others.
    private static final Duration BODY_START = Duration.ofSeconds(10);
    private static final long SLOWEST_BYTES_PER_MILLI = 64;

    // Refused bodies wait for the second that Retry-After names; not all for the same, or they would come again as one
    // burst.
    private static final Duration HELD_LEAST = Duration.ofMillis(500);
    private static final Duration HELD_MOST = Duration.ofMillis(1_500);

    private final Service service;
    private final WorkQueue workers;
    private final HttpSettings settings;
    private final FaceMeters meters;
    private final ByteBudget budget;
    private final Outgoing outgoing;

    Front(Service service, WorkQueue workers, HttpSettings settings, FaceMeters meters, ByteBudget budget) {
        this.service = service;
        this.workers = workers;
        this.settings = settings;
        this.meters = meters;
        this.budget = budget;
        this.outgoing = new Outgoing(settings.bodiesInFlight());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, meters, budget, outgoing);
        Head head = null;
        Answer now = null;
        try {
            head = head(request);
            requireRoom(request);
            Work work = service.accept(head);
            exchange.of(work);
            now = work.atOnce().orElse(null);
            if (now == null) {
                if (reading(request) && workers.crowded()) {
                    throw busy("delay");
                }
                later(exchange, head, work);
            }
        } catch (RuntimeException e) {
            head = head == null ? headless(request) : head;
            now = refused(head, e);
        }
        if (now != null) {
            afterBody(exchange, head, now);
        }
        return true;
    }

    // Before anything is looked up, and before the body is read: what is refused late has cost nearly as much as what
    // is done.
    private void requireRoom(Request request) {
        if (reading(request) || request.getLength() > settings.maxBody()) {
            // May be answered from memory, or never.
            return;
        }
        if (workers.crowded()) {
            throw busy("delay");
        }
        if (!budget.hasRoom(request.getLength())) {
            throw busy("bytes");
        }
    }

    private Refusal busy(String reason) {
        meters.rejected(reason);
        return Refusal.busy();
    }

    private static boolean reading(Request request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    /** A client that still sends when its answer comes would take it for a broken connection. */
    private void afterBody(Exchange exchange, Head head, Answer answer) {
        Request request = exchange.request();
        boolean body = request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (body && answer.status() == 503) {
            // To read and answer what nobody wants costs a good part of what it costs to do it, and who is refused
            // comes again. Until then the client waits, and so does its body.
            long held = ThreadLocalRandom.current().nextLong(HELD_LEAST.toMillis(), HELD_MOST.toMillis());
            getServer().getScheduler().schedule(() -> skipBody(exchange, head, answer), held, TimeUnit.MILLISECONDS);
        } else if (body) {
            skipBody(exchange, head, answer);
        } else {
            exchange.answer(answer);
        }
    }

    private void skipBody(Exchange exchange, Head head, Answer answer) {
        BodyReader.skip(exchange, settings.maxBody(), () -> limitBody(exchange, head), () -> exchange.answer(answer));
    }

    private void later(Exchange exchange, Head head, Work work) {
        BodyReader.read(
                exchange,
                settings.maxBody(),
                () -> limitBody(exchange, head),
                body -> dispatch(exchange, head, work, body),
                refusal -> exchange.answer(service.refused(head, refusal)));
    }

    private void limitBody(Exchange exchange, Head head) {
        long announced = exchange.request().getLength();
        long most = settings.deadline().toMillis();
        if (announced > 0) {
            most = Math.min(most, BODY_START.toMillis() + announced / SLOWEST_BYTES_PER_MILLI);
        }
        String late = "the body did not come within " + most + " ms";
        exchange.limit(
                getServer().getScheduler(),
                Duration.ofMillis(most),
                () -> exchange.answer(service.refused(head, Refusal.of(408, late))));
    }

    private void dispatch(Exchange exchange, Head head, Work work, byte[] body) {
        String late = "not done within " + settings.deadline().toMillis() + " ms; what was asked may still be done";
        exchange.limit(
                getServer().getScheduler(),
                settings.deadline(),
                () -> exchange.answer(service.refused(head, work.late(late))));
        try {
            workers.execute(
                    () -> {
                        if (!exchange.answered()) {
                            begin(exchange, head, work, body);
                        }
                    },
                    () -> {
                        meters.rejected("delay");
                        exchange.answer(service.refused(head, Refusal.busy()));
                    });
        } catch (RejectedExecutionException e) {
            meters.rejected("threads");
            exchange.answer(service.refused(head, Refusal.busy()));
        }
    }

    private void begin(Exchange exchange, Head head, Work work, byte[] body) {
        try {
            var unused = work.begin(body).whenComplete((answer, failure) -> {
                if (failure == null) {
                    exchange.answer(answer);
                } else {
                    exchange.answer(failed(head, failure));
                }
            });
        } catch (RuntimeException e) {
            exchange.answer(refused(head, e));
        } catch (StackOverflowError e) {
            exchange.answer(service.refused(head, Refusal.of(422, "nested too deep")));
        }
    }

    private Answer failed(Head head, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StackOverflowError) {
            return service.refused(head, Refusal.of(422, "nested too deep"));
        }
        return refused(head, cause instanceof RuntimeException known ? known : new CompletionException(cause));
    }

    private Answer refused(Head head, RuntimeException e) {
        if (e instanceof Refusal refusal) {
            return service.refused(head, refusal);
        }
        LOG.atError().setCause(e).addKeyValue("error", e.toString()).log("request failed");
        return service.refused(head, Refusal.of(500, "HTTP 500 Internal Server Error"));
    }

    private static Head head(Request request) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        if (path == null || request.getMethod().equalsIgnoreCase("CONNECT")) {
            throw Refusal.badRequest("the request has no path").with("Connection", "close");
        }
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0
                && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            throw Refusal.badRequest("this version of HTTP has no Transfer-Encoding")
                    .with("Connection", "close");
        }
        if (request.getHeaders().getFields(HttpHeader.AUTHORIZATION).size() > 1) {
            // Which of them is meant, two servers may see in two ways.
            throw Refusal.of(40001, "the header Authorization is there more than once; send it once");
        }
        List<Field> fields = new ArrayList<>(request.getHeaders().size());
        for (HttpField field : request.getHeaders()) {
            fields.add(new Field(field.getName(), text(field)));
        }
        return new Head(
                request.getMethod().toUpperCase(Locale.ROOT),
                UriText.path(path),
                UriText.query(uri.getQuery()),
                Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)),
                accept(request),
                Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)),
                fields,
                remote(request),
                new Target(path, uri.getQuery() == null ? "" : uri.getQuery()));
    }

    private static String remote(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                        && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "";
    }

    private static Optional<String> accept(Request request) {
        String all = null;
        for (HttpField field : request.getHeaders()) {
            if (field.getHeader() == HttpHeader.ACCEPT) {
                all = all == null ? text(field) : all + "," + text(field);
            }
        }
        return Optional.ofNullable(all);
    }

    private static String text(HttpField field) {
        return field.getValue() == null ? "" : field.getValue();
    }

    /** What is known of a request whose head is refused. */
    private static Head headless(Request request) {
        return new Head(
                request.getMethod(),
                List.of(),
                Map.of(),
                Optional.empty(),
                accept(request),
                Optional.empty(),
                List.of(),
                "",
                Target.NONE);
    }
}
