package dev.brine.consumer.chaos;

import dev.brine.consumer.Cluster;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends records at a pace: keys that stay in their partition, numbers that count up within a key, some of it in
 * transactions of which a third is aborted, so that offsets have holes. What is aborted has the number -1.
 */
final class Load implements Runnable, AutoCloseable {

    static final int KEYS_OF_A_PARTITION = 25;
    private static final int BATCH = 50;
    private static final int MOST_BEHIND = 8_000;

    private final String topic;
    private final int records;
    private final int perSecond;
    private final Random random;
    private final Sent sent;
    private final IntSupplier finished;
    private final KafkaProducer<byte[], byte[]> plain;
    private final KafkaProducer<byte[], byte[]> transactional;
    private final Map<String, Long> numbers = new HashMap<>();
    private volatile int partitions;

    /** How many records may be sent by now. */
    private volatile int allowed;

    private volatile Throwable failure;
    private volatile boolean stopped;

    /** @param finished how many records have been, so that the load does not run away */
    Load(
            Cluster cluster,
            String topic,
            int partitions,
            int records,
            int perSecond,
            long seed,
            Sent sent,
            IntSupplier finished) {
        this.topic = topic;
        this.partitions = partitions;
        this.records = records;
        this.allowed = records;
        this.perSecond = perSecond;
        this.random = new Random(seed * 31 + 7);
        this.sent = sent;
        this.finished = finished;
        // One request at a time: on a partition that is new, or whose broker is, more may never get through
        // (KAFKA-15591).
        Map<String, Object> patient = Map.of(
                "max.block.ms",
                60_000,
                "linger.ms",
                2,
                "metadata.max.age.ms",
                1_000,
                "max.in.flight.requests.per.connection",
                1);
        this.plain = cluster.producer(patient);
        Map<String, Object> more = new HashMap<>(patient);
        more.put("transactional.id", "load-" + topic);
        this.transactional = cluster.producer(more);
    }

    /** From now on records go to so many partitions. */
    void partitions(int now) {
        partitions = now;
    }

    /** Sends no more than a part of all records until it is told otherwise, so that what befalls a scene finds it at work. */
    void upTo(int parts, int ofParts) {
        allowed = (int) ((long) records * parts / ofParts);
    }

    Throwable failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            transactional.initTransactions();
            long began = System.nanoTime();
            for (int count = 0; count < records && !stopped; ) {
                began += awaitAllowance(count);
                int batch = Math.min(BATCH, records - count);
                int dice = random.nextInt(12);
                // The first records are plain, so that offset 0 is one that counts.
                send(batch, count == 0 ? 11 : dice);
                count += batch;
                pace(began, count);
            }
            plain.flush();
            endWithMarkers();
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void send(int batch, int dice) throws Exception {
        if (dice == 0) {
            abort();
        }
        if (dice < 3) {
            commit(batch);
        } else {
            send(batch);
        }
    }

    /** @return nanoseconds that it took; what was not sent meanwhile is not made up for in haste */
    private long awaitAllowance(int count) {
        long from = System.nanoTime();
        while ((count >= allowed || sent.count() - finished.getAsInt() > MOST_BEHIND) && !stopped) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return System.nanoTime() - from;
    }

    private void pace(long began, int count) {
        long due = began + TimeUnit.SECONDS.toNanos(1) * count / perSecond;
        for (long now = System.nanoTime(); now < due && !stopped; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
        }
    }

    private void send(int batch) {
        for (int i = 0; i < batch; i++) {
            Pending record = next();
            plain.send(record.toSend(topic), (metadata, problem) -> {
                if (problem == null) {
                    sent.add(record.at(metadata));
                } else {
                    failure = problem;
                }
            });
        }
    }

    private void commit(int batch) throws Exception {
        plain.flush();
        transactional.beginTransaction();
        List<Pending> records = new ArrayList<>();
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            Pending record = next();
            records.add(record);
            answers.add(transactional.send(record.toSend(topic)));
        }
        transactional.commitTransaction();
        for (int i = 0; i < batch; i++) {
            sent.add(records.get(i).at(answers.get(i).get()));
        }
    }

    private void abort() {
        plain.flush();
        transactional.beginTransaction();
        for (int i = 0; i < 5; i++) {
            int partition = random.nextInt(partitions);
            transactional.send(new Pending(partition, key(partition), -1).toSend(topic));
        }
        transactional.flush();
        transactional.abortTransaction();
    }

    /** Every partition ends with what is never delivered. */
    private void endWithMarkers() {
        transactional.beginTransaction();
        for (int partition = 0; partition < partitions; partition++) {
            transactional.send(new Pending(partition, key(partition), -1).toSend(topic));
        }
        transactional.flush();
        transactional.abortTransaction();
    }

    private Pending next() {
        int partition = random.nextInt(partitions);
        String key = key(partition);
        return new Pending(partition, key, numbers.merge(key, 1L, Long::sum) - 1);
    }

    private String key(int partition) {
        return "p" + partition + "-k" + random.nextInt(KEYS_OF_A_PARTITION);
    }

    @Override
    public void close() {
        stopped = true;
        plain.close(Duration.ofSeconds(5));
        transactional.close(Duration.ofSeconds(5));
    }

    private record Pending(int partition, String key, long number) {

        ProducerRecord<byte[], byte[]> toSend(String topic) {
            return new ProducerRecord<>(topic, partition, Cluster.bytes(key), Cluster.bytes(Long.toString(number)));
        }

        Acknowledged at(RecordMetadata metadata) {
            return new Acknowledged(partition, metadata.offset(), key, number, System.currentTimeMillis());
        }
    }
}
