package dev.brine.gateway.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** One request on its way to its only answer, whoever gives it first. */
final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final FaceMeters meters;
    private final long start = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile String route = "";
    private volatile Scheduler.@Nullable Task deadline;

    Exchange(Request request, Response response, Callback callback, FaceMeters meters) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.meters = meters;
        meters.started();
    }

    Request request() {
        return request;
    }

    void route(String template) {
        route = template;
    }

    boolean answered() {
        return answered.get();
    }

    /** Has {@code late} done at the deadline, unless the answer was given before. */
    void limit(Scheduler scheduler, Duration most, Runnable late) {
        long left = most.toNanos() - (System.nanoTime() - start);
        deadline = scheduler.schedule(late, Math.max(0, left), TimeUnit.NANOSECONDS);
    }

    void answer(Answer answer) {
        if (!end(answer.status())) {
            return;
        }
        response.setStatus(answer.status());
        if (answer.body().length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        }
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    /** The client has gone. */
    void fail(Throwable cause) {
        if (end(0)) {
            callback.failed(cause);
        }
    }

    private boolean end(int status) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
        meters.ended(request.getMethod(), route, status, System.nanoTime() - start);
        return true;
    }
}
