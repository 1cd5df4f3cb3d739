package dev.brine.gateway.tcp;

import dev.brine.gateway.http.ByteBudget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: reads while there is room, cuts frames, hands them on, and answers in their order.
 *
 * <p>One thread at a time reads ({@link #run}); who finds a reason to wait leaves, and whoever ends the wait starts it
 * again. Reasons are: too many frames without their answer, no room in the producer, none in the memory for frames that
 * are not whole, a registry that is away. Then nothing is read from the socket, and TCP tells the client.
 */
final class Conversation extends AbstractConnection {

    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private static final int READ = 8 << 10;
    private static final int MOST_UNANSWERED = 1_000;
    private static final int MOST_REPLIES = 1 << 20;
    private static final long AGAIN_MILLIS = 20;

    /** What a source shares among its connections. */
    record Shared(
            TcpSettings settings,
            FrameWork work,
            Doorkeeper door,
            ByteBudget budget,
            ByteBudget replies,
            Scheduler scheduler,
            TcpMeters meters,
            Open open) {}

    /** Told of connections that begin and end. */
    interface Open {

        void began(Conversation conversation);

        void ended(Conversation conversation);
    }

    private enum Next {
        READ_ON,
        WAIT_FOR_BYTES,
        WAIT_FOR_ROOM,
        END
    }

    private final Shared shared;
    private final InetAddress address;
    private final String id;
    private final Framer framer;
    private final Answers answers;
    private final Partial partial;
    private final ByteBuffer buffer = BufferUtil.allocate(READ);
    private final Callback readable = Callback.from(this::onFillable, this::onFillInterestedFailed);
    private final ReentrantLock lock = new ReentrantLock();

    // The reading thread's.
    private FrameWork.@Nullable Item held;
    private byte @Nullable [] undecoded;
    private int weight;
    private long frames;
    private boolean over;

    // Under the lock.
    private boolean reading;
    private boolean again;
    private boolean wantsRoom;
    private boolean ended;

    private volatile boolean admitted;
    private volatile boolean draining;

    // While a TLS handshake is not over, or for good if it failed.
    private volatile boolean greeting;

    Conversation(EndPoint endPoint, Executor executor, Shared shared) {
        super(endPoint, executor);
        this.shared = shared;
        this.framer = shared.settings().framing().framer(shared.settings().maxFrame());
        Patience patience =
                new Patience(shared.scheduler(), shared.settings().frameDeadline(), () -> end("answers-not-taken"));
        this.answers = new Answers(endPoint, shared.replies(), patience, this::answersGone);
        this.partial = new Partial(
                shared.budget(),
                shared.scheduler(),
                shared.settings().frameDeadline(),
                this::waitsForClient,
                () -> end("frame-deadline"));
        InetSocketAddress remote = endPoint.getRemoteSocketAddress() instanceof InetSocketAddress known
                ? known
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        this.address = remote.getAddress();
        this.id = remote.getAddress().getHostAddress() + ":" + remote.getPort() + "@" + System.currentTimeMillis();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        Optional<String> refused = shared.door().enter(address);
        if (refused.isPresent()) {
            shared.meters().closed(refused.get());
            close();
            return;
        }
        admitted = true;
        shared.open().began(this);
        getEndPoint().setIdleTimeout(shared.settings().idle().toMillis());
        if (getEndPoint() instanceof SslConnection.SslEndPoint secure) {
            // A handshake that never ends would be no frame's, and never idle.
            greeting = true;
            secure.getSslConnection().addHandshakeListener(new SslHandshakeListener() {
                @Override
                public void handshakeSucceeded(Event event) {
                    greeting = false;
                }
            });
            shared.scheduler()
                    .schedule(
                            () -> {
                                if (greeting) {
                                    end("handshake");
                                }
                            },
                            shared.settings().frameDeadline().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        tryFillInterested(readable);
    }

    @Override
    public void onFillable() {
        if (mayRead()) {
            run();
        }
    }

    /** Silence: a client that has nothing to say, or does not take its answers. */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        end("idle");
        return false;
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        end(cause instanceof TimeoutException ? "idle" : broken("error"));
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        if (admitted) {
            end(broken("client"));
            shared.door().leave(address);
            shared.open().ended(this);
        }
    }

    /** Takes no further frame, and ends when those in hand are answered. */
    void drain() {
        draining = true;
        proceed();
    }

    /** Goes on reading if nobody does; otherwise has whoever does look once more. */
    private void proceed() {
        if (mayRead()) {
            getExecutor().execute(this::run);
        }
    }

    /** Only a connection that waits for them is read on. */
    private void answersGone() {
        lock.lock();
        try {
            if (!reading && !wantsRoom) {
                return;
            }
        } finally {
            lock.unlock();
        }
        proceed();
    }

    private boolean mayRead() {
        lock.lock();
        try {
            if (ended || reading) {
                again = reading;
                return false;
            }
            reading = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Next next = Next.READ_ON;
        while (next == Next.READ_ON) {
            try {
                next = step();
            } catch (FrameException e) {
                log.atDebug().addKeyValue("error", e.getMessage()).log("connection {} ends", id);
                next = finish(e.reason());
            } catch (IOException e) {
                next = finish(broken("error"));
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("connection {} ends by a fault", id);
                next = finish("fault");
            }
            if (next != Next.END && !partial.has(framer.begun(), frames)) {
                next = later();
            }
            lock.lock();
            try {
                if (again && next != Next.END) {
                    again = false;
                    next = Next.READ_ON;
                } else if (next != Next.READ_ON) {
                    reading = false;
                    wantsRoom = next == Next.WAIT_FOR_ROOM;
                }
            } finally {
                lock.unlock();
            }
        }
        if (next == Next.WAIT_FOR_BYTES) {
            tryFillInterested(readable);
        }
    }

    /** Why a connection has ended: whom TLS did not let in is not one that went by himself. */
    private String broken(String otherwise) {
        return greeting ? "handshake" : otherwise;
    }

    private Next finish(String why) {
        end(why);
        return Next.END;
    }

    /** Hands on what is held, or cuts and hands on the next frame, or reads. */
    private Next step() throws FrameException, IOException {
        if (answers.broken()) {
            return finish("error");
        }
        if (held != null || undecoded != null) {
            return handOn();
        }
        if (answers.open() >= MOST_UNANSWERED) {
            shared.meters().paused();
            return Next.WAIT_FOR_ROOM;
        }
        byte[] frame = framer.next(buffer);
        if (frame != null) {
            undecoded = frame;
            return handOn();
        }
        if (over || draining) {
            return answers.open() > 0 ? Next.WAIT_FOR_ROOM : finish(over ? "client" : "shutdown");
        }
        int count = getEndPoint().fill(buffer);
        if (count < 0) {
            over = true;
            undecoded = framer.end();
        }
        return count == 0 ? Next.WAIT_FOR_BYTES : Next.READ_ON;
    }

    private Next handOn() {
        byte[] frame = undecoded;
        if (held == null && frame != null) {
            Optional<FrameWork.Item> item = shared.work().decode(frame, id + "/" + frames);
            if (item.isEmpty()) {
                return later();
            }
            frames++;
            undecoded = null;
            held = item.get();
            // What stands in memory until the client has its answer: next to nothing, but for replies.
            weight = shared.settings().answer() == AnswerMode.REPLY ? frame.length : 0;
        }
        FrameWork.Item item = held;
        if (item == null) {
            return Next.READ_ON;
        }
        if (weight > 0 && answers.held() > 0 && answers.held() + (long) weight > MOST_REPLIES) {
            shared.meters().paused();
            return Next.WAIT_FOR_ROOM;
        }
        Answers.Place place = answers.take(weight);
        if (place == null) {
            return later();
        }
        Optional<CompletableFuture<byte[]>> answer = shared.work().take(item);
        if (answer.isEmpty()) {
            answers.giveBack(place);
            return later();
        }
        held = null;
        var unused = answer.get().whenComplete((bytes, failure) -> answered(place, bytes, failure));
        return Next.READ_ON;
    }

    private void answered(Answers.Place place, byte @Nullable [] bytes, @Nullable Throwable failure) {
        if (bytes == null || failure != null) {
            log.atError().setCause(failure).log("a frame of connection {} has no answer", id);
            end("fault");
            return;
        }
        boolean silent = shared.settings().answer() == AnswerMode.NONE;
        answers.give(
                place,
                silent ? BufferUtil.EMPTY_BUFFER : shared.settings().framing().frame(bytes));
    }

    private Next later() {
        shared.meters().paused();
        shared.scheduler().schedule(this::proceed, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        return Next.WAIT_FOR_ROOM;
    }

    /** Whether nobody here has anything to do before the client sends. */
    private boolean waitsForClient() {
        lock.lock();
        try {
            return !reading && isFillInterested();
        } finally {
            lock.unlock();
        }
    }

    private void end(String why) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
        } finally {
            lock.unlock();
        }
        shared.meters().closed(why);
        partial.end();
        answers.end();
        close();
    }
}
