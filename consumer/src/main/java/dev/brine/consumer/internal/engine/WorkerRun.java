package dev.brine.consumer.internal.engine;

import dev.brine.consumer.Health;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.WorkerException;
import dev.brine.consumer.internal.deadletters.DeadLetterRecords;
import dev.brine.consumer.internal.handling.Outcomes;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.retry.RetryRecords;
import dev.brine.consumer.internal.sending.Outlet;
import dev.brine.consumer.internal.sending.TransactionalOutlet;
import dev.brine.producer.BrineProducer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** One run of a worker: its clients, their metrics, and the thread that owns them. Safe for use by many threads. */
public final class WorkerRun {

    private final Settings settings;
    private final OwnerLoop loop;
    private final Outlet outlet;
    private final List<KafkaClientMetrics> clientMetrics = new ArrayList<>();

    private WorkerRun(
            Settings settings,
            OwnerLoop loop,
            Outlet outlet,
            Consumer<ByteBuffer, ByteBuffer> consumer,
            @Nullable Producer<byte[], byte[]> producer) {
        this.settings = settings;
        this.loop = loop;
        this.outlet = outlet;
        MeterRegistry meters = settings.meters();
        if (meters != null) {
            clientMetrics.add(new KafkaClientMetrics(consumer));
            if (producer != null) {
                clientMetrics.add(new KafkaClientMetrics(producer));
            }
            clientMetrics.forEach(client -> client.bindTo(meters));
        }
    }

    /**
     * Makes sure of the topics and creates the clients.
     *
     * @throws WorkerException if that is not possible
     */
    public static WorkerRun prepare(
            Settings settings,
            Clients clients,
            Processor processor,
            Outcomes<?, ?> outcomes,
            Threads threads,
            Outlet outlet) {
        Map<String, Object> properties = ClientProperties.consumer(settings);
        Consumer<ByteBuffer, ByteBuffer> consumer = null;
        try {
            Map<String, Integer> topics =
                    TopicCheck.run(settings, new DeadLetterRecords(settings.group(), settings.deadLetters()));
            ClientProperties.boundFetches(
                    properties,
                    topics.values().stream().mapToInt(Integer::intValue).sum());
            RetryRuntime retries = retries(settings, clients, topics);
            consumer = clients.consumer(properties);
            ExactlyOnce exactly =
                    outlet instanceof TransactionalOutlet passing ? exactlyOnce(settings, clients, passing) : null;
            Producer<byte[], byte[]> producer = exactly == null || retries != null
                    ? clients.deadLetters(ClientProperties.deadLetters(settings))
                    : null;
            OwnerLoop loop = new OwnerLoop(
                    settings,
                    consumer,
                    producer,
                    exactly,
                    retries,
                    processor,
                    outcomes,
                    threads,
                    PollBounds.of(properties));
            return new WorkerRun(settings, loop, outlet, consumer, producer);
        } catch (KafkaException e) {
            if (consumer != null) {
                consumer.close();
            }
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new WorkerException("the worker's Kafka clients cannot be made: " + reason.getMessage(), e);
        }
    }

    /**
     * One transactional id for the whole run: no other worker has it, fencing is by the group. With a static member's, what
     * a killed process left open ends when it starts again.
     */
    private static ExactlyOnce exactlyOnce(Settings settings, Clients clients, TransactionalOutlet outlet) {
        Object given = settings.kafka().get(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        Object member = settings.kafka().get(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG);
        String prefix = given == null ? settings.group() : given.toString();
        String id = prefix + "-" + (member == null ? UUID.randomUUID() : member);
        TransactionalClients source =
                new TransactionalClients(clients, ClientProperties.transactional(settings, id), settings.meters());
        outlet.limitsFrom(new TopicLimits(settings));
        return new ExactlyOnce(outlet, prefix, source);
    }

    /** A producer for what handlers send; it does not wait for a broker. */
    public static BrineProducer<byte[], byte[]> outputs(Settings settings) {
        BrineProducer.Builder<byte[], byte[]> builder = BrineProducer.sending(
                        new ByteArraySerializer(), new ByteArraySerializer())
                .kafka(ClientProperties.outputs(settings));
        MeterRegistry meters = settings.meters();
        return (meters == null ? builder : builder.meters(meters)).build();
    }

    private static @Nullable RetryRuntime retries(Settings settings, Clients clients, Map<String, Integer> topics) {
        RetryTopics policy = settings.retryTopics();
        return policy == null
                ? null
                : new RetryRuntime(
                        new RetryRecords(policy, settings.group()),
                        new RetryTopicGrowth(settings, topics),
                        () -> clients.retryReader(ClientProperties.retryReader(settings)));
    }

    /** @param ended called at the very end, on the owner thread */
    public void start(Runnable ended) {
        Thread owner = new Thread(
                () -> {
                    try {
                        loop.run();
                    } finally {
                        outlet.close();
                        clientMetrics.forEach(KafkaClientMetrics::close);
                        ended.run();
                    }
                },
                settings.name() + "-owner");
        owner.start();
    }

    public void stop(Duration atMost) {
        loop.stop(atMost);
    }

    public int unfinished() {
        return loop.unfinished();
    }

    /**
     * Changes a rate.
     *
     * @param topic empty for all together
     */
    public void rateLimit(String topic, RateLimit limit) {
        loop.rateLimit(topic, limit);
    }

    public Health health() {
        return loop.health();
    }

    public @Nullable Throwable failure() {
        return loop.failure();
    }
}
