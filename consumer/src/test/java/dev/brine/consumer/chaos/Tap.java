package dev.brine.consumer.chaos;

import dev.brine.consumer.RetryHeaders;
import dev.brine.consumer.chaos.Event.Kind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What stands between a worker and its consumers: tells which partitions come and go, marks each record with the epoch
 * in which it was delivered, whether from its source or from the retry topic, and can stall or kill. Where a worker seeks, an epoch begins. A killed consumer commits nothing more and leaves the group without
 * a word, as a process that is no more. Mistakes are planted by classes that alter what passes.
 */
class Tap {

    /** The header in which a record carries its epoch. */
    static final String EPOCH = "chaos.epoch";

    private final String worker;
    private final java.util.function.Consumer<Event> journal;
    private final Map<TopicPartition, Integer> epochs = new HashMap<>();
    private volatile Consumer<ByteBuffer, ByteBuffer> behind;
    private volatile boolean killed;
    private volatile long stallMillis;
    private volatile Step deadlyStep;
    private int lastEpoch;

    Tap(String worker, java.util.function.Consumer<Event> journal) {
        this.worker = worker;
        this.journal = journal;
    }

    @SuppressWarnings("unchecked")
    final Consumer<ByteBuffer, ByteBuffer> around(Consumer<ByteBuffer, ByteBuffer> real) {
        behind = real;
        return (Consumer<ByteBuffer, ByteBuffer>)
                Proxy.newProxyInstance(Tap.class.getClassLoader(), new Class<?>[] {Consumer.class}, this::invoke);
    }

    /** As {@link #around}, of the consumer that reads what is parked. */
    @SuppressWarnings("unchecked")
    final Consumer<ByteBuffer, ByteBuffer> aroundReader(Consumer<ByteBuffer, ByteBuffer> real) {
        return (Consumer<ByteBuffer, ByteBuffer>) Proxy.newProxyInstance(
                Tap.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("poll")) {
                        return pass(real, method, arguments);
                    }
                    requireAlive();
                    ConsumerRecords<ByteBuffer, ByteBuffer> records = parked(real, (Duration) arguments[0]);
                    records.forEach(this::mark);
                    return records;
                });
    }

    ConsumerRecords<ByteBuffer, ByteBuffer> parked(Consumer<ByteBuffer, ByteBuffer> reader, Duration wait) {
        return reader.poll(wait);
    }

    /** A parked record is now of the epoch that finds it. */
    private void mark(ConsumerRecord<ByteBuffer, ByteBuffer> parked) {
        Headers headers = parked.headers();
        Header topic = headers.lastHeader(RetryHeaders.TOPIC);
        Integer epoch = topic == null
                ? null
                : epochs.get(new TopicPartition(new String(topic.value(), StandardCharsets.UTF_8), parked.partition()));
        if (epoch != null) {
            Header[] all = headers.toArray();
            for (Header header : all) {
                headers.remove(header.key());
            }
            for (Header header : all) {
                headers.add(header.key(), header.key().equals(EPOCH) ? text(epoch) : header.value());
            }
        }
    }

    private static byte[] text(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Tells the journal something. Any thread. */
    final void tell(Event event) {
        journal.accept(event);
    }

    final String worker() {
        return worker;
    }

    static int epochOf(Headers headers) {
        return Integer.parseInt(new String(headers.lastHeader(EPOCH).value(), StandardCharsets.US_ASCII));
    }

    final boolean killed() {
        return killed;
    }

    /** From now on nothing of this worker reaches Kafka. Any thread. */
    final void kill() {
        killed = true;
        Consumer<ByteBuffer, ByteBuffer> consumer = behind;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    /** Kills when the next transaction gets to a step. Any thread. */
    final void killAt(Step step) {
        deadlyStep = step;
    }

    final boolean diesAt(Step step) {
        return deadlyStep == step;
    }

    /** The owner thread stands still at its next poll, for so long. Any thread. */
    final void stall(long millis) {
        stallMillis = millis;
    }

    final Consumer<ByteBuffer, ByteBuffer> behind() {
        return behind;
    }

    ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
        return behind.poll(wait);
    }

    void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        behind.commitAsync(offsets, callback);
    }

    void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration atMost) {
        behind.commitSync(offsets, atMost);
    }

    /** @param atMost null for as long as it takes */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration atMost) {
        return atMost == null ? behind.committed(partitions) : behind.committed(partitions, atMost);
    }

    void revoked(ConsumerRebalanceListener listener, Collection<TopicPartition> partitions) {
        listener.onPartitionsRevoked(partitions);
    }

    @SuppressWarnings("unchecked")
    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "poll" -> {
                return polled((Duration) arguments[0]);
            }
            case "subscribe" -> {
                behind.subscribe(
                        (Collection<String>) arguments[0], new Listener((ConsumerRebalanceListener) arguments[1]));
                return null;
            }
            case "commitAsync" -> {
                requireAlive();
                commitAsync((Map<TopicPartition, OffsetAndMetadata>) arguments[0], (OffsetCommitCallback) arguments[1]);
                return null;
            }
            case "commitSync" -> {
                requireAlive();
                commitSync((Map<TopicPartition, OffsetAndMetadata>) arguments[0], (Duration) arguments[1]);
                return null;
            }
            case "committed" -> {
                return committed(
                        (Set<TopicPartition>) arguments[0], arguments.length == 1 ? null : (Duration) arguments[1]);
            }
            case "seek" -> {
                pass(behind, method, arguments);
                begin((TopicPartition) arguments[0]);
                return null;
            }
            case "close" -> {
                if (killed) {
                    behind.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP)
                            .withTimeout(Duration.ZERO));
                    return null;
                }
            }
            default -> {}
        }
        return pass(behind, method, arguments);
    }

    static Object pass(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void begin(TopicPartition partition) {
        epochs.put(partition, ++lastEpoch);
        journal.accept(Event.of(Kind.ASSIGNED, worker, partition.partition(), lastEpoch));
    }

    private ConsumerRecords<ByteBuffer, ByteBuffer> polled(Duration wait) {
        long stall = stallMillis;
        if (stall > 0) {
            stallMillis = 0;
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(stall);
            while (System.nanoTime() - end < 0 && !killed) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
        requireAlive();
        ConsumerRecords<ByteBuffer, ByteBuffer> records = poll(wait);
        requireAlive();
        for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
            Integer epoch = epochs.get(new TopicPartition(record.topic(), record.partition()));
            record.headers().add(EPOCH, text(epoch));
        }
        return records;
    }

    final void requireAlive() {
        if (killed) {
            throw new KafkaException("killed by the schedule");
        }
    }

    private final class Listener implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener told;

        private Listener(ConsumerRebalanceListener told) {
            this.told = told;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            callback(partitions, () -> {
                partitions.forEach(Tap.this::begin);
                told.onPartitionsAssigned(partitions);
            });
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            callback(partitions, () -> {
                tell(Kind.REVOKED, partitions);
                revoked(told, partitions);
                partitions.forEach(epochs::remove);
            });
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            callback(partitions, () -> {
                tell(Kind.LOST, partitions);
                told.onPartitionsLost(partitions);
                partitions.forEach(epochs::remove);
            });
        }

        private void callback(Collection<TopicPartition> partitions, Runnable call) {
            if (killed) {
                return;
            }
            journal.accept(Event.of(Kind.CALLBACK, worker));
            call.run();
            journal.accept(Event.of(Kind.RETURNED, worker));
        }

        private void tell(Kind kind, Collection<TopicPartition> partitions) {
            for (TopicPartition partition : partitions) {
                journal.accept(Event.of(kind, worker, partition.partition(), epochs.getOrDefault(partition, 0)));
            }
        }
    }
}
