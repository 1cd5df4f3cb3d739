package dev.brine.producer;

import static java.util.Objects.requireNonNull;

import dev.brine.producer.NotSentException.Missing;
import dev.brine.producer.ProducerMeters.Outcome;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.StartCheck;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends typed records, each acknowledged by all in-sync replicas, in order and without duplicates by retries.
 *
 * <p>Everything that becomes of a record comes by its future: that it cannot be serialised (the serializer's
 * exception), that it certainly was not sent ({@link NotSentException}), that Kafka refused it, or that its fate is
 * unknown (Kafka's {@link TimeoutException} and other {@link RetriableException}s, after {@code delivery.timeout.ms}).
 * Futures complete on Kafka's network thread, so what depends on them must not block; a send from there does not wait.
 *
 * <p>Safe for use by several threads. Records of one thread to one partition keep their order. The serializers are
 * called by several threads at once, and closed with the producer.
 */
public final class BrineProducer<K, V> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrineProducer.class);
    private static final Duration CLOSE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final ProducerSettings settings;
    private final Producer<byte[], byte[]> kafka;
    private final BytesInFlight inFlight;
    private final ProducerMeters meters;
    private final Sending.Settlement settlement = this::settled;
    private final AtomicReference<@Nullable ProducerFailedException> failure = new AtomicReference<>();
    private final ReentrantLock closing = new ReentrantLock();
    private final AtomicLong givenUpRecords = new AtomicLong();
    private final AtomicLong givenUpBytes = new AtomicLong();
    private volatile boolean closed;
    private @Nullable Unacknowledged report;
    private volatile @Nullable Thread network;

    private BrineProducer(Builder<K, V> builder, ProducerSettings settings, Producer<byte[], byte[]> kafka) {
        this.keySerializer = builder.keySerializer;
        this.valueSerializer = builder.valueSerializer;
        this.settings = settings;
        this.kafka = kafka;
        this.inFlight = new BytesInFlight(settings.bytesInFlight());
        this.meters = new ProducerMeters(builder.meters, settings.client(), inFlight, kafka);
    }

    /** Begins a producer of these serializers, which must have been configured. */
    public static <K, V> Builder<K, V> sending(Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return new Builder<>(keySerializer, valueSerializer);
    }

    /** Sends to the partition that Kafka chooses by the key. */
    public CompletableFuture<RecordMetadata> send(String topic, @Nullable K key, @Nullable V value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    /**
     * Sends a record, waiting up to the producer's limit while too many bytes are in flight or the topic's partitions
     * are not known. The record itself is not changed and may be sent again.
     */
    public CompletableFuture<RecordMetadata> send(ProducerRecord<K, V> record) {
        requireNonNull(record, "record");
        Exception unusable = unusable();
        if (unusable != null) {
            return notSent(record.topic(), unusable);
        }
        Sending sending;
        try {
            sending = serialize(record);
        } catch (RuntimeException e) {
            return failed(record.topic(), e);
        }
        if (inFlight.tryReserve(sending.bytes())) {
            Exception refusal = sending.attempt(kafka);
            // Nothing was waited for, and no clock was asked.
            return refusal == null ? sending : deliver(sending, refusal, deadline());
        }
        long deadline = deadline();
        try {
            if (!awaitRoom(sending, deadline)) {
                return notSent(record.topic(), noRoom(sending));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notSent(record.topic(), new InterruptException(e));
        }
        return deliver(sending, sending.attempt(kafka), deadline);
    }

    private long deadline() {
        return System.nanoTime()
                + (onNetworkThread() ? 0 : settings.blockAtMost().toNanos());
    }

    /**
     * Sends a record if that needs no waiting at all; empty when too many bytes are in flight or the topic's partitions
     * are not known yet (they are asked for, so a later try finds them).
     */
    public Optional<CompletableFuture<RecordMetadata>> trySend(ProducerRecord<K, V> record) {
        requireNonNull(record, "record");
        Exception unusable = unusable();
        if (unusable != null) {
            return Optional.of(notSent(record.topic(), unusable));
        }
        if (inFlight.isFull()) {
            return Optional.empty();
        }
        Sending sending;
        try {
            sending = serialize(record);
        } catch (RuntimeException e) {
            return Optional.of(failed(record.topic(), e));
        }
        if (!inFlight.tryReserve(sending.bytes())) {
            return Optional.empty();
        }
        Exception refusal = sending.attempt(kafka);
        if (refusal instanceof TimeoutException) {
            inFlight.release(sending.bytes());
            return Optional.empty();
        }
        return Optional.of(refusal == null ? sending : refused(sending, refusal));
    }

    /** Waits until every record sent before has been acknowledged or has failed. */
    public void flush() {
        kafka.flush();
    }

    /** Why this producer can send no more, if so; a new one must be built then. */
    public Optional<ProducerFailedException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Closes with 30 seconds for what is in flight; a warning is logged if that was not enough. */
    @Override
    public void close() {
        Unacknowledged left = close(CLOSE);
        if (!left.none()) {
            log.atWarn()
                    .log("producer {} was closed with {} records unacknowledged", settings.client(), left.records());
        }
    }

    /**
     * Closes, giving what is in flight this long to be acknowledged and failing the futures of the rest.
     *
     * @return what was given up; closing again returns the same
     * @throws IllegalStateException on Kafka's network thread, where it would wait for itself
     */
    public Unacknowledged close(Duration atMost) {
        if (onNetworkThread()) {
            IllegalStateException error = new IllegalStateException(
                    "a producer cannot be closed by what depends on one of its futures; use another thread");
            log.atError().addKeyValue("error", error.getMessage()).log("producer {} is not closed", settings.client());
            throw error;
        }
        closing.lock();
        try {
            if (report != null) {
                return report;
            }
            closed = true;
            kafka.close(atMost);
            meters.close();
            keySerializer.close();
            valueSerializer.close();
            report = new Unacknowledged(givenUpRecords.get(), givenUpBytes.get());
            return report;
        } finally {
            closing.unlock();
        }
    }

    private Sending serialize(ProducerRecord<K, V> record) {
        Headers headers = new RecordHeaders(record.headers());
        byte @Nullable [] key = keySerializer.serialize(record.topic(), headers, record.key());
        byte @Nullable [] value = valueSerializer.serialize(record.topic(), headers, record.value());
        return new Sending(
                new ProducerRecord<>(record.topic(), record.partition(), record.timestamp(), key, value, headers),
                settlement);
    }

    private boolean awaitRoom(Sending sending, long deadline) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            return inFlight.reserve(sending.bytes(), deadline);
        } finally {
            meters.blocked().record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    /** @param first why Kafka did not take it at once; null if it did */
    private CompletableFuture<RecordMetadata> deliver(Sending sending, @Nullable Exception first, long deadline) {
        Exception refusal = first;
        if (!(refusal instanceof TimeoutException)) {
            return refusal == null ? sending : refused(sending, refusal);
        }
        long begin = System.nanoTime();
        while (refusal instanceof TimeoutException
                && !closed
                && !Thread.currentThread().isInterrupted()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            // Kafka offers no way to wait for partitions but to ask again.
            LockSupport.parkNanos(this, Math.min(PAUSE_NANOS, left));
            refusal = sending.attempt(kafka);
        }
        meters.blocked().record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        return refusal == null ? sending : refused(sending, refusal);
    }

    private CompletableFuture<RecordMetadata> refused(Sending sending, Exception refusal) {
        inFlight.release(sending.bytes());
        if (Thread.currentThread().isInterrupted()) {
            return notSent(sending.topic(), new InterruptException("interrupted while sending to " + sending.topic()));
        }
        if (closed) {
            return notSent(sending.topic(), closedException());
        }
        if (refusal instanceof TimeoutException) {
            return notSent(sending.topic(), noPartitions(sending, refusal));
        }
        noteFatal(refusal);
        return failed(sending.topic(), refusal);
    }

    private void settled(Sending sending, @Nullable RecordMetadata metadata, @Nullable Exception error) {
        if (network != Thread.currentThread()) {
            network = Thread.currentThread();
        }
        inFlight.release(sending.bytes());
        if (error == null) {
            meters.count(sending.topic(), Outcome.ACKNOWLEDGED);
            sending.complete(metadata);
            return;
        }
        if (closed) {
            givenUpRecords.incrementAndGet();
            givenUpBytes.addAndGet(sending.bytes());
        }
        noteFatal(error);
        meters.count(sending.topic(), closed || error instanceof RetriableException ? Outcome.UNKNOWN : Outcome.FAILED);
        sending.completeExceptionally(error);
    }

    // What Kafka's producer cannot recover from, and a lost sequence, after which it would go on but could reorder.
    private void noteFatal(Exception error) {
        if ((isFatal(error) || isFatal(error.getCause()))
                && failure.compareAndSet(null, new ProducerFailedException(settings.client(), error))) {
            log.atError()
                    .addKeyValue("error", error.toString())
                    .log("producer {} has failed for good", settings.client());
        }
    }

    private static boolean isFatal(@Nullable Throwable error) {
        return error instanceof OutOfOrderSequenceException
                || error instanceof ProducerFencedException
                || error instanceof ClusterAuthorizationException
                || error instanceof InvalidPidMappingException
                || error instanceof UnsupportedVersionException;
    }

    private @Nullable Exception unusable() {
        return closed ? closedException() : failure.get();
    }

    private IllegalStateException closedException() {
        return new IllegalStateException("producer " + settings.client() + " is closed");
    }

    private boolean onNetworkThread() {
        return Thread.currentThread() == network;
    }

    private CompletableFuture<RecordMetadata> failed(String topic, Exception error) {
        meters.count(topic, Outcome.FAILED);
        return CompletableFuture.failedFuture(error);
    }

    private CompletableFuture<RecordMetadata> notSent(String topic, Exception error) {
        meters.count(topic, Outcome.NOT_SENT);
        return CompletableFuture.failedFuture(error);
    }

    private NotSentException noRoom(Sending sending) {
        return new NotSentException(
                Missing.ROOM,
                "record of " + sending.bytes() + " bytes to " + sending.topic() + " was not sent: " + inFlight.used()
                        + " of "
                        + inFlight.bound() + " bytes in flight were not acknowledged within "
                        + settings.blockAtMost().toMillis() + " ms; the broker is slow or away, send again later",
                null);
    }

    private NotSentException noPartitions(Sending sending, Exception refusal) {
        Throwable cause = refusal.getCause();
        String why = cause == null
                ? "no broker has named it; is one reachable at "
                        + settings.kafka().get("bootstrap.servers") + ", and has the topic that many partitions?"
                : cause.getClass().getSimpleName() + "; create the topic or correct its name";
        return new NotSentException(
                Missing.PARTITIONS,
                "record to " + sending.topic() + " was not sent: " + sending.target() + " not known after "
                        + settings.blockAtMost().toMillis() + " ms: " + why,
                cause == null ? refusal : cause);
    }

    /** Collects what a producer is to be like; not safe for use by several threads. */
    public static final class Builder<K, V> {

        private final Serializer<K> keySerializer;
        private final Serializer<V> valueSerializer;
        private final Map<String, Object> kafka = new HashMap<>();
        private final List<String> written = new ArrayList<>();
        private @Nullable MeterRegistry meters;
        private long bytesInFlight = 32L << 20;
        private @Nullable Duration blockAtMost;

        private Builder(Serializer<K> keySerializer, Serializer<V> valueSerializer) {
            this.keySerializer = requireNonNull(keySerializer, "keySerializer");
            this.valueSerializer = requireNonNull(valueSerializer, "valueSerializer");
        }

        /** Adds properties of Kafka's producer; {@code bootstrap.servers} is needed. */
        public Builder<K, V> kafka(Map<String, ?> properties) {
            kafka.putAll(properties);
            return this;
        }

        /** Bounds the serialised bytes that wait for an acknowledgement; 32 MiB unless set. */
        public Builder<K, V> bytesInFlight(long bound) {
            if (bound < 1) {
                throw new IllegalArgumentException("bytesInFlight must be 1 or more: " + bound);
            }
            bytesInFlight = bound;
            return this;
        }

        /** How long a send may wait; unless set, {@code max.block.ms} of the properties, else 60 seconds. */
        public Builder<K, V> blockAtMost(Duration wait) {
            if (wait.isNegative()) {
                throw new IllegalArgumentException("blockAtMost must not be negative: " + wait);
            }
            blockAtMost = wait;
            return this;
        }

        /**
         * Declares topics, which {@link #build} then checks before anything is sent: that the schemas to write with are
         * known, compatible where that is asked for, and fit the type. Serializers other than Brine's are not checked.
         */
        public Builder<K, V> writes(String... topics) {
            written.addAll(List.of(topics));
            return this;
        }

        /** Where the meters go; nowhere unless set. */
        public Builder<K, V> meters(MeterRegistry registry) {
            meters = requireNonNull(registry, "meters");
            return this;
        }

        /**
         * Builds the producer; it does not wait for a broker, but for the registry if topics were declared.
         *
         * @throws dev.brine.serdes.StartCheckException if something declared could not be written, with every problem
         * @throws org.apache.kafka.common.config.ConfigException if a property is not valid, or asks for less than this
         *     producer promises
         */
        public BrineProducer<K, V> build() {
            ProducerSettings settings = settings();
            StartCheck check = new StartCheck();
            if (keySerializer instanceof BrineSerializer<K> keys) {
                check.writes(written, keys.writer());
            }
            if (valueSerializer instanceof BrineSerializer<V> values) {
                check.writes(written, values.writer());
            }
            check.orThrow("producer " + settings.client());
            return over(
                    settings,
                    new KafkaProducer<>(settings.kafka(), new ByteArraySerializer(), new ByteArraySerializer()));
        }

        ProducerSettings settings() {
            return ProducerSettings.of(kafka, bytesInFlight, blockAtMost);
        }

        BrineProducer<K, V> over(ProducerSettings settings, Producer<byte[], byte[]> producer) {
            return new BrineProducer<>(this, settings, producer);
        }
    }
}
