package dev.brine.consumer.exactlyonce;

import dev.brine.consumer.internal.engine.Clients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * Kafka clients of which a test sees every call of the transactional producer, and that can die as a process does: from
 * then on nothing is said to the broker any more, and every call ends in an error.
 */
final class WatchedClients implements Clients {

    private final Watcher watcher;
    /** How often the worker was told where it stands. */
    final AtomicInteger positions = new AtomicInteger();

    private final CountDownLatch died = new CountDownLatch(1);
    private volatile boolean dead;
    private volatile Consumer<ByteBuffer, ByteBuffer> consumer;
    private volatile Producer<byte[], byte[]> producer;

    /** Stands between the worker and its transactional producer. */
    @FunctionalInterface
    interface Watcher {

        /** @param real does what was asked for */
        Object called(WatchedClients clients, String method, Callable<Object> real) throws Exception;
    }

    /** Thrown where a process would not go on. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed by the test", null, false, false);
        }
    }

    WatchedClients(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public Consumer<ByteBuffer, ByteBuffer> consumer(Map<String, Object> properties) {
        consumer = new KafkaConsumer<>(properties);
        return proxy(Consumer.class, consumer, (clients, method, real) -> {
            Object answer = real.call();
            if (method.equals("position")) {
                positions.incrementAndGet();
            }
            return answer;
        });
    }

    @Override
    public Producer<byte[], byte[]> deadLetters(Map<String, Object> properties) {
        return KAFKA.deadLetters(properties);
    }

    @Override
    public Producer<byte[], byte[]> transactional(Map<String, Object> properties) {
        producer = new KafkaProducer<>(properties);
        return proxy(Producer.class, producer, watcher);
    }

    /** Lets what was sent reach the broker. */
    void flush() {
        producer.flush();
    }

    /** Dies here and now; to be called on the worker's own thread. */
    Killed die() {
        dead = true;
        // Neither leaves the group nor ends the transaction.
        producer.close(Duration.ZERO);
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO)
                    .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
        } catch (KafkaException e) {
            // Closing calls the worker back, which cannot do anything any more.
            if (!(e.getCause() instanceof Killed)) {
                throw e;
            }
        }
        died.countDown();
        return new Killed();
    }

    boolean isDead() {
        return died.getCount() == 0;
    }

    @SuppressWarnings("unchecked")
    private <T> T proxy(Class<?> type, T real, Watcher between) {
        return (T) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {type},
                (ignored, method, arguments) -> call(real, method, arguments, between));
    }

    private Object call(Object real, Method method, Object[] arguments, Watcher between) throws Throwable {
        if (dead) {
            if (method.getName().equals("wakeup")) {
                return null;
            }
            throw new Killed();
        }
        try {
            return between.called(this, method.getName(), () -> method.invoke(real, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
