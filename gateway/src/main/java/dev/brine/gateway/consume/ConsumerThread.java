package dev.brine.gateway.consume;

import dev.brine.gateway.http.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread with one consumer, which nobody else touches. Of each partition it reads from the lowest offset that any
 * subscription wants, and gives every subscription what is new to it; one that cannot take more holds back none. A
 * partition for which nobody has room is paused for a while, because the consumer forgets what it has fetched of one that
 * it leaves.
 */
final class ConsumerThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerThread.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ASK = Duration.ofSeconds(4);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final long IDLE_NANOS = 20_000_000;
    private static final long PAUSE_NANOS = 200_000_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Queue<Subscription> added = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean ended;

    // The thread's own.
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final FullPartitions full = new FullPartitions();

    /** Where the consumer is in what it has; nothing for one that has to be pointed at again. */
    private final Map<TopicPartition, Long> at = new HashMap<>();

    ConsumerThread(KafkaConsumer<byte[], byte[]> consumer, String name) {
        this.consumer = consumer;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** How many subscriptions it has. */
    int load() {
        return load.get();
    }

    /** Takes subscriptions, from any thread; when it has ended, they fail. */
    void add(List<? extends Subscription> more) {
        load.addAndGet(more.size());
        added.addAll(more);
        if (ended) {
            failAdded();
        }
        wake();
    }

    /** Looks again at what is wanted, at once. */
    void wake() {
        LockSupport.unpark(thread);
        consumer.wakeup();
    }

    /** Makes it end soon. */
    void end() {
        closed = true;
        wake();
    }

    @Override
    public void close() {
        end();
        try {
            thread.join(CLOSE.toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } finally {
            ended = true;
            subscriptions.forEach(one -> one.fail(ending()));
            failAdded();
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void failAdded() {
        for (Subscription one = added.poll(); one != null; one = added.poll()) {
            one.fail(ending());
        }
    }

    private static Refusal ending() {
        return Refusal.of(50301, "the gateway is ending").with("Retry-After", "1");
    }

    private void turn() {
        try {
            look();
            Map<TopicPartition, List<Subscription>> takers = arrange();
            if (takers.isEmpty()) {
                if (added.isEmpty()) {
                    LockSupport.parkNanos(this, subscriptions.isEmpty() ? POLL.toNanos() : IDLE_NANOS);
                }
                return;
            }
            deliver(takers, consumer.poll(POLL));
        } catch (WakeupException e) {
            // Somebody wants something; no records are lost by it.
            LOG.atTrace().log("woken");
        } catch (OffsetOutOfRangeException e) {
            move(e.offsetOutOfRangePartitions().keySet());
        } catch (TopicAuthorizationException e) {
            fail(
                    e.unauthorizedTopics(),
                    Refusal.of(40301, "the gateway may not read this topic; Kafka's ACLs forbid it"));
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("records cannot be read for the moment");
            at.clear();
            LockSupport.parkNanos(this, PAUSE_NANOS);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("error", e.toString()).log("records cannot be read");
            at.clear();
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private void look() {
        Subscription one = added.poll();
        while (one != null) {
            subscriptions.add(one);
            one = added.poll();
        }
        long now = System.nanoTime();
        subscriptions.forEach(each -> each.tick(now));
        int before = subscriptions.size();
        subscriptions.removeIf(Subscription::over);
        load.addAndGet(subscriptions.size() - before);
    }

    /** Points the consumer at what is wanted, and says who wants it. */
    private Map<TopicPartition, List<Subscription>> arrange() {
        Map<TopicPartition, List<Subscription>> takers = new LinkedHashMap<>();
        for (Subscription one : subscriptions) {
            if (one.wants()) {
                takers.computeIfAbsent(one.partition(), key -> new ArrayList<>())
                        .add(one);
            }
        }
        Set<TopicPartition> kept = full.keep(full(takers.keySet()), System.nanoTime());
        Set<TopicPartition> all = new HashSet<>(takers.keySet());
        all.addAll(kept);
        if (!consumer.assignment().equals(all)) {
            consumer.assign(all);
            at.keySet().retainAll(all);
        }
        consumer.pause(kept);
        consumer.resume(takers.keySet());
        takers.forEach((partition, wanting) -> {
            long lowest = wanting.stream().mapToLong(Subscription::next).min().orElseThrow();
            Long now = at.get(partition);
            if (now == null || now != lowest) {
                consumer.seek(partition, lowest);
                at.put(partition, lowest);
            }
        });
        return takers;
    }

    /** What the consumer has and somebody wants, but not now. */
    private Set<TopicPartition> full(Set<TopicPartition> wanted) {
        return subscriptions.stream()
                .map(Subscription::partition)
                .filter(partition -> at.containsKey(partition) && !wanted.contains(partition))
                .collect(Collectors.toSet());
    }

    private void deliver(Map<TopicPartition, List<Subscription>> takers, ConsumerRecords<byte[], byte[]> records) {
        takers.forEach((partition, wanting) -> {
            List<ConsumerRecord<byte[], byte[]>> found = records.records(partition);
            long position = position(partition, found);
            for (Subscription one : wanting) {
                long next = one.next();
                if (!one.over() && position > next) {
                    one.take(
                            found.stream()
                                    .filter(record -> record.offset() >= next)
                                    .toList(),
                            position);
                }
            }
            at.put(partition, position);
        });
    }

    // Behind the last record there may be marks of transactions, which are no records.
    private long position(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> found) {
        long known = found.isEmpty()
                ? at.getOrDefault(partition, 0L)
                : found.get(found.size() - 1).offset() + 1;
        try {
            return Math.max(known, consumer.position(partition, Duration.ofMillis(1)));
        } catch (TimeoutException | WakeupException e) {
            return known;
        }
    }

    /** Records that are not there any more are passed over; those that are not there yet are an error. */
    private void move(Set<TopicPartition> partitions) {
        try {
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions, ASK);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions, ASK);
            for (Subscription one : subscriptions) {
                Long begins = first.get(one.partition());
                Long ends = end.get(one.partition());
                if (begins != null && one.next() < begins) {
                    one.moveTo(begins);
                } else if (ends != null && one.next() > ends) {
                    one.fail(ConsumeEndpoint.beyondEnd(one.next(), ends));
                }
            }
            partitions.forEach(at::remove);
        } catch (WakeupException e) {
            // The next poll says the same again.
            LOG.atTrace().log("woken");
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("error", e.toString()).log("offsets cannot be asked for");
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private void fail(Set<String> topics, Refusal refusal) {
        Set<String> named = new HashSet<>(topics);
        at.keySet().removeIf(partition -> named.contains(partition.topic()));
        subscriptions.stream()
                .filter(one -> named.contains(one.partition().topic()))
                .forEach(one -> one.fail(refusal));
    }
}
