package dev.brine.gateway.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** One request on its way to its only answer, whoever gives it first. */
final class Exchange {

    /** Nobody is to find out for himself what an answer is: a message that repeats a client's words is no page. */
    static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final FaceMeters meters;
    private final ByteBudget budget;
    private final Outgoing outgoing;
    private final long start = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicLong reserved = new AtomicLong();
    private volatile @Nullable Work work;
    private volatile Scheduler.@Nullable Task deadline;

    Exchange(
            Request request,
            Response response,
            Callback callback,
            FaceMeters meters,
            ByteBudget budget,
            Outgoing outgoing) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.meters = meters;
        this.budget = budget;
        this.outgoing = outgoing;
        meters.started();
    }

    Request request() {
        return request;
    }

    void of(Work accepted) {
        work = accepted;
    }

    boolean answered() {
        return answered.get();
    }

    /** Takes room for a part of the body, until the answer is given. */
    boolean reserve(long bytes) {
        if (!budget.tryReserve(bytes)) {
            return false;
        }
        reserved.addAndGet(bytes);
        if (answered()) {
            release();
        }
        return true;
    }

    void rejected(String reason) {
        meters.rejected(reason);
    }

    /** Has {@code late} done at the deadline, unless the answer was given before; replaces an earlier deadline. */
    void limit(Scheduler scheduler, Duration most, Runnable late) {
        Scheduler.Task before = deadline;
        if (before != null) {
            before.cancel();
        }
        long left = most.toNanos() - (System.nanoTime() - start);
        deadline = scheduler.schedule(late, Math.max(0, left), TimeUnit.NANOSECONDS);
        if (answered()) {
            cancelDeadline();
        }
    }

    void answer(Answer made) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        cancelDeadline();
        release();
        Answer answer = outgoing.take(made) ? made : withoutRoom();
        response.setStatus(answer.status());
        response.getHeaders().put(NO_SNIFFING);
        Consumer<Outlet> stream = answer.stream();
        if (answer.body().length > 0 || stream != null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        }
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        if (stream == null) {
            end(answer.status());
            Outgoing.Delivery delivery = outgoing.delivery(
                    answer,
                    request.getConnectionMetaData().getConnection().getEndPoint(),
                    request.getComponents().getScheduler(),
                    callback);
            response.write(true, ByteBuffer.wrap(answer.body()), delivery);
            delivery.begun();
            return;
        }
        Flow flow = new Flow(answer.status());
        response.write(false, NOTHING, Callback.from(() -> stream.accept(flow), flow::fail));
    }

    private Answer withoutRoom() {
        meters.rejected("answers");
        boolean asking =
                request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return Answer.error(
                asking
                        ? Refusal.busy()
                        : Refusal.of(50401, "what was asked has been done; there is no room for what came of it"),
                Answer.JSON);
    }

    /** The client has gone. */
    void fail(Throwable cause) {
        if (answered.compareAndSet(false, true)) {
            cancelDeadline();
            release();
            end(0);
            callback.failed(cause);
        }
    }

    private void cancelDeadline() {
        Scheduler.Task task = deadline;
        if (task != null) {
            task.cancel();
        }
    }

    private void release() {
        budget.release(reserved.getAndSet(0));
    }

    private void end(int status) {
        Work of = work;
        meters.ended(request.getMethod(), of == null ? "" : of.route(), status, System.nanoTime() - start);
        if (of != null) {
            of.ended();
        }
    }

    /** An answer that goes on. */
    private final class Flow implements Outlet {

        private final int status;
        private final AtomicBoolean over = new AtomicBoolean();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        Flow(int status) {
            this.status = status;
        }

        @Override
        public CompletableFuture<Void> write(byte[] part) {
            if (over.get()) {
                return CompletableFuture.failedFuture(new IllegalStateException("the answer has ended"));
            }
            CompletableFuture<Void> written = new CompletableFuture<>();
            response.write(false, ByteBuffer.wrap(part), Callback.from(() -> written.complete(null), failure -> {
                fail(failure);
                written.completeExceptionally(failure);
            }));
            return written;
        }

        @Override
        public void end() {
            if (close()) {
                response.write(true, NOTHING, callback);
            }
        }

        @Override
        public CompletableFuture<Void> ended() {
            return ended;
        }

        void fail(Throwable cause) {
            if (close()) {
                callback.failed(cause);
            }
        }

        private boolean close() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            Exchange.this.end(status);
            ended.complete(null);
            return true;
        }
    }
}
