package dev.brine.gateway.daemon;

import dev.brine.consumer.AsyncContextHandler;
import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.ContextHandler;
import dev.brine.consumer.Handler;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.gateway.flow.TopicFormats;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Begins a worker that calls a handler of the user, with the types that its class says. */
final class HandlerCalls {

    private HandlerCalls() {}

    /**
     * The type of keys that a handler takes: text, unless its class says {@code byte[]}.
     *
     * @throws IllegalArgumentException if it says something else
     */
    static Class<?> keyType(Class<?> handler) {
        Class<?> said = HandlerTypes.argument(handler, kind(handler), 0).orElse(String.class);
        if (said != String.class && said != byte[].class && said != Object.class) {
            throw new IllegalArgumentException(
                    handler.getName() + " takes keys of " + said.getName() + "; String and byte[] can be given");
        }
        return said == byte[].class ? said : String.class;
    }

    /** The type of values; {@code Object}, which is a generic record as it was written, if its class leaves that open. */
    static Class<?> valueType(Class<?> handler) {
        return HandlerTypes.argument(handler, kind(handler), 1).orElse(Object.class);
    }

    static WorkerBuilder<?, ?> worker(WorkerPlan plan, TopicFormats formats, Class<?> type, Object handler) {
        Class<?> values = valueType(type);
        return keyType(type) == byte[].class
                ? worker(plan, new ByteArrayDeserializer(), formats, values, handler)
                : worker(plan, new StringDeserializer(), formats, values, handler);
    }

    @SuppressWarnings("unchecked") // the types are those that the class itself declares
    private static <K, V> WorkerBuilder<K, V> worker(
            WorkerPlan plan, Deserializer<K> keys, TopicFormats formats, Class<V> values, Object handler) {
        ByTopic<V> reader = new ByTopic<>(topic -> values == Object.class
                ? (dev.brine.serdes.RecordReader<V>) formats.of(topic).reader()
                : formats.of(topic).reader(values));
        WorkerBuilder<K, V> builder = plan.reading(keys, reader);
        if (handler instanceof BatchHandler<?, ?> batches) {
            return builder.batch(plan.batches().records(), plan.batches().maxWait(), (BatchHandler<K, V>) batches);
        }
        if (handler instanceof AsyncContextHandler<?, ?> async) {
            return builder.async((AsyncContextHandler<K, V>) async);
        }
        if (handler instanceof ContextHandler<?, ?> sends) {
            return builder.handler((ContextHandler<K, V>) sends);
        }
        return handler instanceof AsyncHandler<?, ?> async
                ? builder.async((AsyncHandler<K, V>) async)
                : builder.handler((Handler<K, V>) handler);
    }

    private static Class<?> kind(Class<?> handler) {
        return WorkerPlan.HANDLERS.stream()
                .filter(kind -> kind.isAssignableFrom(handler))
                .findFirst()
                .orElseThrow();
    }
}
