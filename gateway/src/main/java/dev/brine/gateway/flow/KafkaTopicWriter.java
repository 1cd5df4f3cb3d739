package dev.brine.gateway.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.brine.producer.BrineProducer;
import dev.brine.registry.SchemaVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes with one {@link BrineProducer}, which is replaced when it has failed for good. A topic is asked for before the
 * first record goes to it, so that none is ever created by a name that a client made up.
 *
 * <p>Whoever must know that a batch is valid as a whole before any of it is sent uses {@link #encode} and then {@link
 * #send}.
 */
public final class KafkaTopicWriter implements TopicWriter {

    private final TopicFormats formats;
    private final KnownTopics topics;
    private final Sender sender;
    private final Duration blockAtMost;
    private final Backlog backlog = new Backlog(System::nanoTime);
    private final Stall stall = new Stall(Duration.ofSeconds(3), System::nanoTime);
    private final DeadLetterMaker letters = new DeadLetterMaker(Clock.systemUTC());

    private KafkaTopicWriter(TopicFormats formats, KnownTopics topics, Sender sender, Duration blockAtMost) {
        this.formats = formats;
        this.topics = topics;
        this.sender = sender;
        this.blockAtMost = blockAtMost;
    }

    /** Begins a writer of these formats. */
    public static Builder of(TopicFormats formats) {
        return new Builder(formats);
    }

    @Override
    public CompletableFuture<Acknowledged> write(SourceRecord record) {
        try {
            EncodedRecord encoded = encode(record);
            requirePartition(record.topic(), record.partition(), await(topics.partitions(record.topic())));
            return send(encoded);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<CompletableFuture<Acknowledged>> tryWrite(SourceRecord record) {
        CompletableFuture<Integer> count = topics.partitions(record.topic());
        if (!count.isDone()) {
            return Optional.empty();
        }
        try {
            requirePartition(record.topic(), record.partition(), await(count));
            return trySend(encode(record));
        } catch (RuntimeException e) {
            return Optional.of(CompletableFuture.failedFuture(e));
        }
    }

    @Override
    public CompletableFuture<Acknowledged> reject(Undecodable undecodable) {
        try {
            ProducerRecord<byte[], byte[]> letter = letters.make(undecodable);
            int unused = await(topics.partitions(letter.topic()));
            return send(new EncodedRecord(letter, null));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Optional<CompletableFuture<Acknowledged>> tryReject(Undecodable undecodable) {
        CompletableFuture<Integer> count = topics.partitions(DeadLetterMaker.topicFor(undecodable.topic()));
        if (!count.isDone()) {
            return Optional.empty();
        }
        try {
            int unused = await(count);
            return trySend(new EncodedRecord(letters.make(undecodable), null));
        } catch (RuntimeException e) {
            return Optional.of(CompletableFuture.failedFuture(e));
        }
    }

    /** What topics hold. */
    public TopicFormats formats() {
        return formats;
    }

    /** Whether records wait for Kafka, and for some seconds none of them has been acknowledged. */
    public boolean stalled() {
        return stall.stalled();
    }

    /** Which topics there are. */
    public KnownTopics topics() {
        return topics;
    }

    /** How many partitions a topic has; see {@link KnownTopics#partitions}. */
    public CompletableFuture<Integer> partitions(String topic) {
        return topics.partitions(topic);
    }

    /**
     * Makes a record ready to be sent. The topic is not asked for: do that with {@link #partitions}.
     *
     * @throws dev.brine.serdes.EncodeException if the value does not fit the schema
     * @throws NoSchemaException if the topic has none
     */
    public EncodedRecord encode(SourceRecord record) {
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!SourceHeaders.OWN.contains(header.key())) {
                headers.add(header);
            }
        }
        byte[] bytes = null;
        SchemaVersion schema = null;
        if (record.value() != null) {
            TopicFormat.Written written = formats.of(record.topic()).write(headers, record.value());
            bytes = written.bytes();
            schema = written.schema();
        }
        headers.add(SourceHeaders.SOURCE, record.source().getBytes(UTF_8));
        headers.add(SourceHeaders.POSITION, record.position().getBytes(UTF_8));
        return new EncodedRecord(
                new ProducerRecord<>(
                        record.topic(), record.partition(), record.timestamp(), record.key(), bytes, headers),
                schema);
    }

    /** Sends, waiting while there is no room. */
    public CompletableFuture<Acknowledged> send(EncodedRecord record) {
        return acknowledged(record, sender.send(record.record()));
    }

    /** Sends if that needs no waiting; empty when there is no room now. */
    public Optional<CompletableFuture<Acknowledged>> trySend(EncodedRecord record) {
        return sender.trySend(record.record()).map(sent -> acknowledged(record, sent));
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public void close() {
        sender.close();
        topics.close();
    }

    /** Whether what is sent now would wait for its acknowledgement for much longer than usual. */
    public boolean crowded() {
        return backlog.crowded();
    }

    /** Says that records will come from a body of so many bytes, for {@link #crowded} to know. */
    public Announced announce(long bytes) {
        return backlog.announce(bytes);
    }

    private CompletableFuture<Acknowledged> acknowledged(EncodedRecord record, CompletableFuture<RecordMetadata> sent) {
        stall.watch(sent);
        String topic = record.topic();
        SchemaVersion schema = record.schema();
        int size = record.size();
        long sentAt = backlog.sent(size);
        return sent.handle((where, failure) -> {
            if (failure != null) {
                backlog.failed(size);
                throw failure instanceof CompletionException known ? known : new CompletionException(failure);
            }
            backlog.acknowledged(size, sentAt);
            return new Acknowledged(topic, where.partition(), where.offset(), schema);
        });
    }

    private static void requirePartition(String topic, @Nullable Integer partition, int count) {
        if (partition != null && (partition < 0 || partition >= count)) {
            throw new UnknownPartitionException(topic, partition, count);
        }
    }

    private <T> T await(CompletableFuture<T> asked) {
        try {
            return asked.get(blockAtMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "the cluster did not say within " + blockAtMost.toMillis() + " ms whether there is such a topic",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new CompletionException(e.getCause());
        }
    }

    /** Collects what a writer is to be like; not safe for use by several threads. */
    public static final class Builder {

        private final TopicFormats formats;
        private final Map<String, Object> kafka = new HashMap<>();
        private long bytesInFlight = 32L << 20;
        private Duration blockAtMost = Duration.ofSeconds(10);
        private MeterRegistry meters = Metrics.globalRegistry;

        private Builder(TopicFormats formats) {
            this.formats = requireNonNull(formats, "formats");
        }

        /** Adds Kafka properties; {@code bootstrap.servers} is needed. */
        public Builder kafka(Map<String, ?> properties) {
            kafka.putAll(properties);
            return this;
        }

        /** Bounds the bytes that wait for an acknowledgement; 32 MiB unless set. */
        public Builder bytesInFlight(long bound) {
            bytesInFlight = bound;
            return this;
        }

        /** How long a write may wait; 10 seconds unless set. */
        public Builder blockAtMost(Duration wait) {
            blockAtMost = requireNonNull(wait, "wait");
            return this;
        }

        public Builder meters(MeterRegistry registry) {
            meters = requireNonNull(registry, "registry");
            return this;
        }

        /**
         * Builds the writer; it does not wait for a broker.
         *
         * @throws org.apache.kafka.common.config.ConfigException if a property is not valid
         */
        public KafkaTopicWriter build() {
            Map<String, Object> properties = new HashMap<>(kafka);
            // A source must learn in time that its broker is away, not after Kafka's two minutes.
            properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000");
            properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
            Object client = properties.getOrDefault(CommonClientConfigs.CLIENT_ID_CONFIG, "brine-gateway");
            AtomicInteger number = new AtomicInteger();
            RebuildingSender sender = new RebuildingSender(
                    () -> {
                        Map<String, Object> own = new HashMap<>(properties);
                        // A replaced producer takes the meters of its client with it when it ends.
                        own.put(CommonClientConfigs.CLIENT_ID_CONFIG, client + "-" + number.incrementAndGet());
                        return new ProducerSender(
                                BrineProducer.sending(new ByteArraySerializer(), new ByteArraySerializer())
                                        .kafka(own)
                                        .bytesInFlight(bytesInFlight)
                                        .blockAtMost(blockAtMost)
                                        .meters(meters)
                                        .build());
                    },
                    System::nanoTime);
            try {
                return new KafkaTopicWriter(formats, KnownTopics.of(kafka), sender, blockAtMost);
            } catch (RuntimeException e) {
                sender.close();
                throw e;
            }
        }
    }
}
