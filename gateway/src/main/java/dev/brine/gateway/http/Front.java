package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty calls: gives each request to the service, on this thread or on the pool. */
final class Front extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final Service service;
    private final ThreadPoolExecutor workers;
    private final HttpSettings settings;
    private final FaceMeters meters;

    Front(Service service, ThreadPoolExecutor workers, HttpSettings settings, FaceMeters meters) {
        this.service = service;
        this.workers = workers;
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback, meters);
        Head head = new Head(
                request.getMethod(), List.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
        Answer now = null;
        try {
            head = head(request);
            Work work = service.accept(head);
            exchange.route(work.route());
            now = work.atOnce().orElse(null);
            if (now == null) {
                later(exchange, head, work);
            }
        } catch (RuntimeException e) {
            now = refused(head, e);
        }
        if (now != null) {
            afterBody(exchange, head, now);
        }
        return true;
    }

    /** A client that still sends when its answer comes would take it for a broken connection. */
    private void afterBody(Exchange exchange, Head head, Answer answer) {
        Request request = exchange.request();
        if (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
            limit(exchange, head);
            new BodyReader(
                            exchange,
                            settings.maxBody(),
                            body -> exchange.answer(answer),
                            refusal -> exchange.answer(answer))
                    .run();
        } else {
            exchange.answer(answer);
        }
    }

    private void later(Exchange exchange, Head head, Work work) {
        limit(exchange, head);
        new BodyReader(
                        exchange,
                        settings.maxBody(),
                        body -> dispatch(exchange, head, work, body),
                        refusal -> exchange.answer(service.refused(head, refusal)))
                .run();
    }

    private void limit(Exchange exchange, Head head) {
        String late = "not done within " + settings.deadline().toMillis() + " ms; what was asked may still be done";
        exchange.limit(
                getServer().getScheduler(),
                settings.deadline(),
                () -> exchange.answer(service.refused(head, Refusal.of(408, late))));
    }

    private void dispatch(Exchange exchange, Head head, Work work, byte[] body) {
        try {
            workers.execute(() -> {
                if (exchange.answered()) {
                    return;
                }
                try {
                    exchange.answer(work.answer(body));
                } catch (RuntimeException e) {
                    exchange.answer(refused(head, e));
                } catch (StackOverflowError e) {
                    exchange.answer(service.refused(head, Refusal.of(422, "nested too deep")));
                }
            });
        } catch (RejectedExecutionException e) {
            exchange.answer(service.refused(head, Refusal.busy()));
        }
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
        return new Head(
                request.getMethod().toUpperCase(Locale.ROOT),
                UriText.path(requireNonNull(uri.getPath())),
                UriText.query(uri.getQuery()),
                Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)),
                accept(request),
                Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)));
    }

    private static Optional<String> accept(Request request) {
        List<String> lines = request.getHeaders().getFields(HttpHeader.ACCEPT).stream()
                .map(HttpField::getValue)
                .toList();
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
    }
}
