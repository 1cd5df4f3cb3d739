package dev.brine.bench.gateway;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client with many connections and one thread. With a rate, a request is due whatever became of the one before, and what it
 * took counts from then, so that a gateway that stands still is told by all that was due meanwhile. Without one, every
 * connection asks again when it has its answer.
 */
final class Load implements AutoCloseable {

    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Target target;
    private final Selector selector;
    private final Deque<Connection> free = new ArrayDeque<>();
    private final ByteBuffer input = ByteBuffer.allocateDirect(256 << 10);
    private int busy;

    Load(Target target, int connections) throws IOException {
        this.target = target;
        this.selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            Connection connection = new Connection();
            connection.open();
            free.add(connection);
        }
    }

    /** Some steps one behind the other, without a pause. */
    List<Tally> run(List<Step> steps) throws IOException {
        List<Tally> tallies = new ArrayList<>();
        long start = System.nanoTime();
        for (Step step : steps) {
            Tally tally = new Tally();
            tally.lasted(step.seconds());
            tallies.add(tally);
            run(step, start, tally);
            start += (long) (step.seconds() * 1e9);
        }
        long end = System.nanoTime() + DRAIN_NANOS;
        while (busy > 0 && System.nanoTime() < end) {
            turn(10);
        }
        for (SelectionKey key : selector.keys()) {
            ((Connection) key.attachment()).giveUp();
        }
        return tallies;
    }

    Tally run(Step step) throws IOException {
        return run(List.of(step)).get(0);
    }

    private void run(Step step, long start, Tally tally) throws IOException {
        long end = start + (long) (step.seconds() * 1e9);
        long sent = 0;
        double apart = step.rate() > 0 ? 1e9 / step.rate() : 0;
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            long due = now;
            while (!free.isEmpty()) {
                due = step.rate() > 0 ? start + (long) (sent * apart) : now;
                if (due > now || due >= end) {
                    break;
                }
                sent++;
                free.poll().send(start, due, tally);
            }
            long wait = free.isEmpty() ? end - now : Math.min(end, due) - now;
            turn(Math.max(1, wait / 1_000_000));
        }
        // Some were due while the last turn was made.
        for (long due = start + (long) (sent * apart); apart > 0 && due < end; due = start + (long) (++sent * apart)) {
            if (free.isEmpty()) {
                tally.unsent(due - start);
            } else {
                free.poll().send(start, due, tally);
            }
        }
    }

    private void turn(long millis) throws IOException {
        selector.select(millis);
        for (SelectionKey key : selector.selectedKeys()) {
            ((Connection) key.attachment()).ready(key);
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    /** One connection, with one request under way at most. */
    private final class Connection {

        private SocketChannel channel;
        private SelectionKey key;
        private Answers answers;
        private ByteBuffer output = ByteBuffer.allocate(0);
        private @Nullable Tally tally;
        private long start;
        private long due;
        private long sentAt;

        void open() throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(target.address());
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            answers = target.answers().get();
            output = ByteBuffer.allocate(0);
        }

        void send(long began, long dueAt, Tally into) throws IOException {
            busy++;
            start = began;
            due = dueAt;
            sentAt = System.nanoTime();
            tally = into;
            output = target.request().duplicate();
            write();
        }

        void ready(SelectionKey selected) throws IOException {
            if (selected.isValid() && selected.isWritable()) {
                write();
            }
            if (selected.isValid() && selected.isReadable()) {
                read();
            }
        }

        private void write() throws IOException {
            try {
                channel.write(output);
                key.interestOps(
                        output.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
                rest();
            } catch (IOException e) {
                reopen();
            }
        }

        private void read() throws IOException {
            input.clear();
            int count;
            try {
                count = channel.read(input);
            } catch (IOException e) {
                count = -1;
            }
            if (count < 0) {
                reopen();
                return;
            }
            input.flip();
            while (input.hasRemaining()) {
                int status = answers.feed(input);
                if (status != 0) {
                    answered(status);
                }
            }
        }

        private void answered(int status) {
            if (tally == null) {
                throw new IllegalStateException("an answer that nobody has asked for");
            }
            if (status / 100 == 2) {
                long now = System.nanoTime();
                tally.accepted(due - start, now - due, now - sentAt);
            } else {
                tally.refused(due - start, status, answers.retryAfter());
            }
            tally = null;
            rest();
        }

        /** An answer may be there before all is sent. */
        private void rest() {
            if (tally == null && !output.hasRemaining() && channel.isOpen()) {
                busy--;
                free.add(this);
            }
        }

        private void reopen() throws IOException {
            channel.close();
            boolean underWay = tally != null || output.hasRemaining();
            giveUp();
            open();
            if (underWay) {
                busy--;
                free.add(this);
            }
        }

        void giveUp() {
            if (tally != null) {
                tally.broken(due - start);
                tally = null;
            }
        }
    }
}
