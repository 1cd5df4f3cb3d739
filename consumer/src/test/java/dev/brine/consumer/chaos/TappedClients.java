package dev.brine.consumer.chaos;

import dev.brine.consumer.RetryHeaders;
import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.internal.engine.Clients;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * Kafka's clients behind a tap. A killed worker sends nothing any more, no dead letter, no parked record and no end of a
 * transaction, and gets no answers.
 */
class TappedClients implements Clients {

    private final Tap tap;

    TappedClients(Tap tap) {
        this.tap = tap;
    }

    @Override
    public Consumer<ByteBuffer, ByteBuffer> consumer(Map<String, Object> properties) {
        return tap.around(Clients.KAFKA.consumer(properties));
    }

    @Override
    public Consumer<ByteBuffer, ByteBuffer> retryReader(Map<String, Object> properties) {
        return tap.aroundReader(Clients.KAFKA.retryReader(properties));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> deadLetters(Map<String, Object> properties) {
        Producer<byte[], byte[]> real = Clients.KAFKA.deadLetters(properties);
        return proxy((method, arguments) -> method.getName().equals("send") && arguments.length == 2
                ? send(real, (ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1])
                : Tap.pass(real, method, arguments));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> transactional(Map<String, Object> properties) {
        Producer<byte[], byte[]> real = Clients.KAFKA.transactional(properties);
        return proxy((method, arguments) -> {
            if (tap.killed()) {
                if (method.getName().equals("close")) {
                    // Leaves the transaction open, as a process that is no more.
                    real.close(Duration.ZERO);
                    return null;
                }
                tap.requireAlive();
            }
            switch (method.getName()) {
                case "sendOffsetsToTransaction" -> {
                    dieAt(Step.BEFORE_OFFSETS, real);
                    offsets(real, (Map<TopicPartition, OffsetAndMetadata>) arguments[0], (ConsumerGroupMetadata)
                            arguments[1]);
                    dieAt(Step.AFTER_OFFSETS, real);
                    return null;
                }
                case "commitTransaction" -> {
                    dieAt(Step.BEFORE_COMMIT, real);
                    commit(real);
                    return null;
                }
                default -> {
                    Object answer = Tap.pass(real, method, arguments);
                    if (method.getName().equals("beginTransaction")) {
                        dieAt(Step.AFTER_BEGIN, real);
                    } else if (method.getName().equals("send")) {
                        dieAt(Step.AFTER_SEND, real);
                    }
                    return answer;
                }
            }
        });
    }

    final Tap tap() {
        return tap;
    }

    /** Kills, once what was sent has reached the brokers. Owner thread of the worker. */
    final void dieAt(Step step, Producer<byte[], byte[]> real) {
        if (tap.diesAt(step)) {
            if (step != Step.AFTER_COMMIT) {
                real.flush();
            }
            tap.kill();
            tap.requireAlive();
        }
    }

    void offsets(
            Producer<byte[], byte[]> real,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata member) {
        real.sendOffsetsToTransaction(offsets, member);
    }

    void commit(Producer<byte[], byte[]> real) {
        real.commitTransaction();
        dieAt(Step.AFTER_COMMIT, real);
    }

    Future<RecordMetadata> send(
            Producer<byte[], byte[]> real, ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (tap.killed()) {
            return new CompletableFuture<>();
        }
        return real.send(record, (metadata, failure) -> {
            if (!tap.killed()) {
                if (failure == null && record.headers().lastHeader(RetryHeaders.TOPIC) != null) {
                    tap.tell(parked(record, metadata));
                }
                callback.onCompletion(metadata, failure);
            }
        });
    }

    private Event parked(ProducerRecord<byte[], byte[]> record, RecordMetadata metadata) {
        return new Event(
                Kind.PARKED,
                System.currentTimeMillis(),
                tap.worker(),
                record.partition(),
                Tap.epochOf(record.headers()),
                Long.parseLong(text(record.headers(), RetryHeaders.OFFSET)),
                new String(record.key(), StandardCharsets.UTF_8),
                Long.parseLong(new String(record.value(), StandardCharsets.UTF_8)),
                metadata.offset());
    }

    static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private interface Called {
        Object with(Method method, Object[] arguments) throws Throwable;
    }

    @SuppressWarnings("unchecked")
    private static Producer<byte[], byte[]> proxy(Called called) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                TappedClients.class.getClassLoader(),
                new Class<?>[] {Producer.class},
                (proxy, method, arguments) -> called.with(method, arguments));
    }
}
