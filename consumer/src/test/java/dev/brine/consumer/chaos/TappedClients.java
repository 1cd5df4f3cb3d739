package dev.brine.consumer.chaos;

import dev.brine.consumer.internal.engine.Clients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Kafka's clients behind a tap. A killed worker sends no dead letters any more, and gets no answers. */
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
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> deadLetters(Map<String, Object> properties) {
        Producer<byte[], byte[]> real = Clients.KAFKA.deadLetters(properties);
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Producer.class},
                (proxy, method, arguments) -> method.getName().equals("send") && arguments.length == 2
                        ? send(real, (ProducerRecord<byte[], byte[]>) arguments[0], (Callback) arguments[1])
                        : pass(real, method, arguments));
    }

    Future<RecordMetadata> send(
            Producer<byte[], byte[]> real, ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (tap.killed()) {
            return new CompletableFuture<>();
        }
        return real.send(record, (metadata, failure) -> {
            if (!tap.killed()) {
                callback.onCompletion(metadata, failure);
            }
        });
    }

    private static Object pass(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
