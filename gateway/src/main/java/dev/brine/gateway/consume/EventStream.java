package dev.brine.gateway.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.http.Outlet;
import dev.brine.gateway.http.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one client. The consumer's thread puts records in, as long as there is room; whoever is free writes them to
 * the client, one part at a time, so that a client that is slow to read is read for slowly, and keeps nobody waiting. What it
 * holds, records and the part that is being written, counts in the {@link EventRoom} of all.
 */
final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 1L << 20;
    private static final int PART = 64 << 10;

    // A record has objects around its bytes.
    private static final int OVERHEAD = 256;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(UTF_8);

    private final String topic;
    private final RecordJson json;
    private final Executor executor;
    private final Runnable wake;
    private final EventRoom room;
    private final Map<Integer, Long> seen = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private @Nullable Outlet outlet;
    private @Nullable Refusal failure;

    // Under the lock: what counts in the room, how much of it is being written, what there was no room for.
    private long held;
    private long onItsWay;
    private long refused;
    private boolean released;

    private boolean writing;
    private volatile boolean full;
    private volatile boolean over;

    /**
     * @param wake tells the consumer that there is room again
     * @param room of all streams
     * @param begin the offset to begin with, for each partition
     */
    EventStream(
            String topic,
            RecordJson json,
            Executor executor,
            Runnable wake,
            EventRoom room,
            Map<TopicPartition, Long> begin) {
        this.topic = topic;
        this.json = json;
        this.executor = executor;
        this.wake = wake;
        this.room = room;
        begin.forEach((partition, offset) -> seen.put(partition.partition(), offset - 1));
    }

    /** The way to the client; the first thing on it says where it begins, so that a client can come back at once. */
    void open(Outlet way) {
        lock.lock();
        try {
            outlet = way;
            writing = true;
        } finally {
            lock.unlock();
        }
        way.ended().thenRun(this::end);
        String id = seen.isEmpty()
                ? ""
                : "id: " + EventPosition.text(topic, seen.keySet().iterator().next(), seen) + "\n";
        write(way, ("retry: 2000\n" + id + "\n").getBytes(UTF_8));
    }

    /** Keeps the connection from looking dead to whatever is between, and finds out whether it is. */
    void heartbeat() {
        Outlet way = null;
        lock.lock();
        try {
            if (!writing && !over && outlet != null) {
                writing = true;
                way = outlet;
            }
        } finally {
            lock.unlock();
        }
        if (way != null) {
            write(way, HEARTBEAT);
        }
    }

    boolean over() {
        return over;
    }

    /** The gateway ends. */
    void close() {
        end();
        Outlet way = outlet;
        if (way != null) {
            way.end();
        }
    }

    private void end() {
        over = true;
        lock.lock();
        try {
            waiting.clear();
            room.add(-held);
            held = 0;
            released = true;
        } finally {
            lock.unlock();
        }
        wake.run();
    }

    /** Takes those for which there is room; returns how many. */
    private int put(List<ConsumerRecord<byte[], byte[]>> records) {
        int taken = 0;
        lock.lock();
        try {
            if (released) {
                return 0;
            }
            long more = cost(records.get(0));
            while (taken < records.size() && room.admits(held, more)) {
                waiting.add(records.get(taken++));
                count(more);
                more = taken < records.size() ? cost(records.get(taken)) : 0;
            }
            refused = more;
            full = more > 0 || waiting.size() >= MOST_RECORDS || held >= Math.min(MOST_BYTES, room.allowance());
            if (more > 0) {
                room.paused();
            }
        } finally {
            lock.unlock();
        }
        pump();
        return taken;
    }

    private static long cost(ConsumerRecord<byte[], byte[]> record) {
        return RangeRead.size(record) + OVERHEAD;
    }

    /** Under the lock. */
    private void count(long more) {
        if (!released) {
            held += more;
            room.add(more);
        }
    }

    /** Under the lock: whether there is room again, for what there was none too. */
    private boolean reopened() {
        if (!full
                || over
                || waiting.size() >= MOST_RECORDS / 2
                || held * 2 > Math.min(MOST_BYTES, room.allowance())
                || !room.admits(held, refused)) {
            return false;
        }
        full = false;
        return true;
    }

    private void fail(Refusal refusal) {
        lock.lock();
        try {
            failure = refusal;
        } finally {
            lock.unlock();
        }
        pump();
    }

    /** Begins to write, unless that is being done or there is nothing. */
    private void pump() {
        lock.lock();
        try {
            if (writing || over || outlet == null || (waiting.isEmpty() && failure == null)) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this::writeNext);
        } catch (RejectedExecutionException e) {
            // The next record or heartbeat tries again.
            lock.lock();
            try {
                writing = false;
            } finally {
                lock.unlock();
            }
        }
    }

    private void writeNext() {
        Outlet way = outlet;
        if (way == null || over) {
            return;
        }
        try {
            byte[] part = part();
            if (part.length > 0) {
                write(way, part);
            } else {
                way.end();
            }
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic)
                    .addKeyValue("error", e.toString())
                    .log("events have ended");
            way.end();
        }
    }

    private byte[] part() {
        long read = 0;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < PART) {
            ConsumerRecord<byte[], byte[]> record = next();
            if (record == null) {
                break;
            }
            read += cost(record);
            byte[] data = json.one(record);
            seen.put(record.partition(), record.offset());
            out.writeBytes(("id: " + EventPosition.text(topic, record.partition(), seen) + "\ndata: ").getBytes(UTF_8));
            out.writeBytes(data);
            out.writeBytes("\n\n".getBytes(UTF_8));
        }
        if (out.size() == 0 && failure != null && !over) {
            over = true;
            out.writeBytes(("event: error\ndata: {\"error_code\":" + failure.code() + ",\"message\":\""
                            + failure.getMessage().replace("\\", "").replace("\"", "'") + "\"}\n\n")
                    .getBytes(UTF_8));
        }
        byte[] part = out.toByteArray();
        lock.lock();
        try {
            onItsWay = part.length;
            count(onItsWay - read);
        } finally {
            lock.unlock();
        }
        return part;
    }

    private @Nullable ConsumerRecord<byte[], byte[]> next() {
        lock.lock();
        try {
            ConsumerRecord<byte[], byte[]> record = waiting.poll();
            if (reopened()) {
                // More is fetched while this is being written.
                wake.run();
            }
            return record;
        } finally {
            lock.unlock();
        }
    }

    private void write(Outlet way, byte[] part) {
        CompletableFuture<Void> written = way.write(part);
        var unused = written.whenComplete((nothing, gone) -> {
            if (gone == null && over) {
                way.end();
            } else if (gone == null) {
                written();
            }
        });
    }

    private void written() {
        boolean again;
        lock.lock();
        try {
            writing = false;
            count(-onItsWay);
            onItsWay = 0;
            again = reopened();
        } finally {
            lock.unlock();
        }
        if (again) {
            wake.run();
        }
        pump();
    }

    /** The stream's part in one partition. */
    Subscription of(TopicPartition partition, long from) {
        return new Part(partition, from);
    }

    private final class Part implements Subscription {

        private final TopicPartition partition;
        private long next;

        Part(TopicPartition partition, long from) {
            this.partition = partition;
            this.next = from;
        }

        @Override
        public TopicPartition partition() {
            return partition;
        }

        @Override
        public long next() {
            return next;
        }

        @Override
        public void moveTo(long offset) {
            next = offset;
        }

        @Override
        public boolean wants() {
            return !full && !over;
        }

        @Override
        public boolean over() {
            return over;
        }

        @Override
        public void take(List<ConsumerRecord<byte[], byte[]>> records, long position) {
            int taken = records.isEmpty() ? 0 : put(records);
            next = taken == records.size() ? position : records.get(taken).offset();
        }

        /** Room that others have given back. */
        @Override
        public void tick(long nanos) {
            lock.lock();
            try {
                boolean unused = full && reopened();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void fail(Refusal refusal) {
            EventStream.this.fail(refusal);
        }
    }
}
