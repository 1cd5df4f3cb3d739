package dev.brine.gateway.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a bound; a longer one ends the exchange at once. It is its own result, because the JDK's client
 * holds what it gave last for as long as it keeps the connection: a body that nobody needs any more must not be in it.
 */
final class LimitedBody implements BodySubscriber<LimitedBody> {

    /** Says that a body was longer than allowed. */
    static final class TooLong extends IOException {

        private static final long serialVersionUID = 1;

        TooLong(int bound) {
            super("a body of more than " + bound + " bytes");
        }
    }

    /** Says that the answers of all calls together take too much. */
    static final class NoRoom extends IOException {

        private static final long serialVersionUID = 1;

        NoRoom() {
            super("too many bytes of answers are in memory");
        }
    }

    private final int bound;
    private final long declared;
    private final BodyBudget budget;
    private final AtomicLong taken = new AtomicLong();
    private volatile boolean released;
    private final CompletableFuture<LimitedBody> result = new CompletableFuture<>();
    private ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private volatile byte @Nullable [] whole;
    private @Nullable Subscription subscription;

    /** @param declared the length that the headers say; less than 0 for none */
    LimitedBody(int bound, long declared, BodyBudget budget) {
        this.bound = bound;
        this.declared = declared;
        this.budget = budget;
    }

    @Override
    public CompletionStage<LimitedBody> getBody() {
        return result;
    }

    /** The body; empty if it is not whole, or given up. */
    Optional<byte[]> whole() {
        return Optional.ofNullable(whole);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (declared > bound) {
            refuse(given, new TooLong(bound));
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            if (result.isDone()) {
                return;
            }
            if (collected.size() + part.remaining() > bound && subscription != null) {
                refuse(subscription, new TooLong(bound));
                return;
            }
            if (!take(part.remaining()) && subscription != null) {
                refuse(subscription, new NoRoom());
                return;
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            collected.writeBytes(bytes);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole = collected.toByteArray();
        collected = new ByteArrayOutputStream(0);
        result.complete(this);
        if (released) {
            // It was given up just before.
            whole = null;
        }
    }

    private void refuse(Subscription given, IOException why) {
        collected = new ByteArrayOutputStream(0);
        release();
        result.completeExceptionally(why);
        given.cancel();
    }

    /** Counts bytes that are in memory because of this body; false if there is no room for them. */
    boolean take(long bytes) {
        if (!budget.take(bytes)) {
            return false;
        }
        taken.addAndGet(bytes);
        if (released) {
            // It was given up between two parts.
            release();
            return false;
        }
        return true;
    }

    /** Nobody needs the body any more. */
    void release() {
        released = true;
        whole = null;
        budget.give(taken.getAndSet(0));
    }
}
