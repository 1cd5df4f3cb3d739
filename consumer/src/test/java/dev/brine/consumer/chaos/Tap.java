package dev.brine.consumer.chaos;

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
import org.apache.kafka.common.header.Headers;

/**
 * What stands between a worker and its consumer: tells which partitions come and go, marks each record with the epoch
 * in which it was delivered, and can stall or kill. A killed consumer commits nothing more and leaves the group without
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

    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        return behind.committed(partitions);
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
                return committed((Set<TopicPartition>) arguments[0]);
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
        try {
            return method.invoke(behind, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
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
            record.headers().add(EPOCH, Integer.toString(epoch).getBytes(StandardCharsets.US_ASCII));
        }
        return records;
    }

    private void requireAlive() {
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
                for (TopicPartition partition : partitions) {
                    epochs.put(partition, ++lastEpoch);
                    journal.accept(Event.of(Kind.ASSIGNED, worker, partition.partition(), lastEpoch));
                }
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
