package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.internal.engine.Clients;
import dev.brine.consumer.internal.engine.Committing;
import dev.brine.consumer.internal.engine.Settings;
import dev.brine.consumer.internal.engine.Subscription;
import dev.brine.consumer.internal.engine.WorkerRun;
import dev.brine.consumer.internal.handling.HandlerCall;
import dev.brine.consumer.internal.handling.Handling;
import dev.brine.consumer.internal.handling.HandlingMeters;
import dev.brine.consumer.internal.handling.Outcomes;
import dev.brine.consumer.internal.handling.ReplayedFailures;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.pacing.Pacing;
import dev.brine.consumer.internal.sending.AcknowledgedOutlet;
import dev.brine.consumer.internal.sending.Outlet;
import dev.brine.consumer.internal.sending.Refusals;
import dev.brine.consumer.internal.sending.TransactionalOutlet;
import dev.brine.serdes.RecordReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Worker} is to be like. {@code group}, {@code kafka} and a handler are needed. Not thread-safe. */
public final class WorkerBuilder<K, V> {

    private final Subscription subscription;
    private final Deserializer<K> keys;
    private final RecordReader<V> values;
    private final Handling<K, V> handling;
    private final List<OutcomeListener<K, V>> listeners = new ArrayList<>();
    private final List<Output<?, ?>> outputs = new ArrayList<>();
    private @Nullable String group;
    private @Nullable String deadLetters;
    private @Nullable RetryTopics retryTopics;
    private @Nullable MeterRegistry meters;
    private @Nullable Boolean virtualThreads;
    private Map<String, Object> kafka = Map.of();
    private Clients clients = Clients.KAFKA;
    private Ordering ordering = Ordering.KEY;
    private Retry retry = Retry.DEFAULT;
    private Processing processing = Processing.AT_LEAST_ONCE;
    private @Nullable Duration commitEvery;
    private int commitRecords = Integer.MAX_VALUE;
    private final Map<String, RateLimit> topicRates = new HashMap<>();
    private @Nullable RateLimit rate;
    private @Nullable CircuitBreaker breaker;
    private Duration drain = Duration.ofSeconds(30);
    private Duration stalledAfter = Duration.ofSeconds(30);
    private boolean verifyAtStart = true;
    private int inFlight = 256;
    private int metadataLimit = 4096;

    WorkerBuilder(Collection<String> topics, Deserializer<K> keys, RecordReader<V> values) {
        this(new Subscription(List.copyOf(topics), null), keys, values);
        if (subscription.topics().isEmpty()) {
            throw new IllegalArgumentException("no topics given; name at least one");
        }
    }

    WorkerBuilder(Pattern pattern, Deserializer<K> keys, RecordReader<V> values) {
        this(new Subscription(List.of(), requireNonNull(pattern, "pattern")), keys, values);
    }

    private WorkerBuilder(Subscription subscription, Deserializer<K> keys, RecordReader<V> values) {
        this.subscription = subscription;
        this.keys = requireNonNull(keys, "keys");
        this.values = requireNonNull(values, "values");
        this.handling = new Handling<>(keys, values);
    }

    /** The consumer group that shares the partitions. */
    public WorkerBuilder<K, V> group(String name) {
        group = requireNonNull(name, "group");
        return this;
    }

    /**
     * Any Kafka properties, as they would be given to a consumer; those that a producer knows are used for dead letters
     * too. The worker sets deserializers and turns automatic commits off; unless given, a new group starts at the
     * earliest record, aborted transactions are not read, and the classic protocol assigns cooperatively.
     */
    public WorkerBuilder<K, V> kafka(Map<String, ?> properties) {
        kafka = Map.copyOf(properties);
        return this;
    }

    /** Where Kafka clients come from: for tests that see, delay or falsify what passes between worker and broker. */
    WorkerBuilder<K, V> clients(Clients source) {
        clients = requireNonNull(source, "clients");
        return this;
    }

    /** Which records are worked on one after the other; {@link Ordering#KEY} unless given. */
    public WorkerBuilder<K, V> ordering(Ordering kept) {
        ordering = requireNonNull(kept, "ordering");
        return this;
    }

    /**
     * Most records in handlers at once, or batches where {@link #batch} is given; 256 unless given. What is fetched ahead
     * has bounds of its own.
     */
    public WorkerBuilder<K, V> inFlight(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("inFlight must be 1 or more: " + records);
        }
        inFlight = records;
        return this;
    }

    /** How failures are tried again before they become dead letters; {@link Retry#DEFAULT} unless given. */
    public WorkerBuilder<K, V> retry(Retry policy) {
        retry = requireNonNull(policy, "retry");
        return this;
    }

    /**
     * How long an attempt may take, counted from the call of the handler; no limit unless given. Past it, a handler that
     * runs is interrupted and a stage is no longer waited for; the attempt has failed with an {@link
     * AttemptTimeoutException}, however it ends after that, and is judged as {@link Retry} says.
     *
     * <p>A handler that does not heed the interrupt keeps its thread, its place among those in flight and its lane until it
     * returns, for otherwise the next attempt would run beside it; {@link Worker#health} names it. A stage is not
     * cancelled, and what it stands for may go on beside the next attempt. Noticed up to a twentieth of the limit late.
     */
    public WorkerBuilder<K, V> attemptTimeout(Duration limit) {
        handling.attemptTimeout(positive(limit, "attemptTimeout"));
        return this;
    }

    /**
     * Has records whose attempts have failed tried again later, before they become dead letters, without holding up their
     * partition; no retry topics unless given. With exactly-once processing, {@link #metadataLimit} must be 4,096 at least.
     */
    public WorkerBuilder<K, V> retryTopics(RetryTopics policy) {
        retryTopics = requireNonNull(policy, "retryTopics");
        return this;
    }

    /** The topic of all dead letters; unless given, each source topic has its own with {@code .dlq} behind its name. */
    public WorkerBuilder<K, V> deadLetters(String topic) {
        deadLetters = requireNonNull(topic, "deadLetters");
        return this;
    }

    /**
     * At least once unless given. Exactly once takes brokers of Kafka 4.0 or newer and {@code read_committed}; a {@code
     * transactional.id} of the Kafka properties is what the worker's own begins with, else that is the group's name.
     */
    public WorkerBuilder<K, V> processing(Processing kept) {
        processing = requireNonNull(kept, "processing");
        return this;
    }

    /**
     * Time between commits; after a crash, at most what was finished in it is done again. 1 s unless given, and 100 ms with
     * {@link Processing#EXACTLY_ONCE}, where it is also how long others wait to see what was sent.
     */
    public WorkerBuilder<K, V> commitEvery(Duration interval) {
        commitEvery = positive(interval, "commitEvery");
        return this;
    }

    /**
     * Commits as soon as about so many records have ended since the last commit, beside the interval; not unless given. One commit
     * is on its way at a time, so those that end meanwhile wait for its answer.
     */
    public WorkerBuilder<K, V> commitEvery(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("commitEvery must be 1 record or more: " + records);
        }
        commitRecords = records;
        return this;
    }

    /** How many attempts a second the group begins at most, over all topics; no limit unless given. */
    public WorkerBuilder<K, V> rateLimit(RateLimit limit) {
        rate = requireNonNull(limit, "limit");
        return this;
    }

    /** The same for one topic; a limit over all topics comes on top. Records that it holds back hold back no other topic. */
    public WorkerBuilder<K, V> rateLimit(String topic, RateLimit limit) {
        topicRates.put(requireNonNull(topic, "topic"), requireNonNull(limit, "limit"));
        return this;
    }

    /** Pauses when everything fails, instead of using up attempts; none unless given. */
    public WorkerBuilder<K, V> circuitBreaker(CircuitBreaker policy) {
        breaker = requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Finishes without a call of the handler what a store knows to be done, by topic, partition and offset: what comes again after a
     * rebalance or a restart.
     */
    public WorkerBuilder<K, V> deduplicate(DeduplicationStore store) {
        return deduplicate(message -> message.position().toString(), store);
    }

    /**
     * The same by an id of the message, such as a header: what was sent twice, too. Only what handlers were done with is
     * remembered. Two messages of one id that are in handlers at the same time are both handled, unless they have one key. Not
     * with {@link Processing#EXACTLY_ONCE}: a transaction that is aborted would be remembered as done.
     *
     * @param id null for messages that are always handled; called by many threads
     */
    public WorkerBuilder<K, V> deduplicate(
            Function<? super Message<K, V>, @Nullable String> id, DeduplicationStore store) {
        handling.deduplicate(requireNonNull(id, "id"), requireNonNull(store, "store"));
        return this;
    }

    /** How long {@link Worker#close()} waits for handlers; 30 s unless given. */
    public WorkerBuilder<K, V> drain(Duration atMost) {
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("drain must not be negative: " + atMost);
        }
        drain = atMost;
        return this;
    }

    /**
     * How long a partition's frontier may stand before {@link Worker#health} tells; 30 s unless given. The wait of a
     * {@link #batch} comes on top.
     */
    public WorkerBuilder<K, V> stalledAfter(Duration patience) {
        stalledAfter = positive(patience, "stalledAfter");
        return this;
    }

    /** Most characters of commit metadata, for brokers whose {@code offset.metadata.max.bytes} is not 4096. */
    public WorkerBuilder<K, V> metadataLimit(int characters) {
        if (characters < 64) {
            throw new IllegalArgumentException("metadataLimit must be 64 or more: " + characters);
        }
        metadataLimit = characters;
        return this;
    }

    /**
     * Whether the start looks if all that the topics may hold can be read: every version that the registry knows of the
     * topics' subjects. On unless switched off, for topics whose old versions are known to be gone or to become dead letters.
     * Readers other than Brine's are not checked.
     */
    public WorkerBuilder<K, V> verifyAtStart(boolean verify) {
        verifyAtStart = verify;
        return this;
    }

    /** Where meters go, Kafka's own client metrics included; nowhere unless given. */
    public WorkerBuilder<K, V> meters(MeterRegistry registry) {
        meters = requireNonNull(registry, "meters");
        return this;
    }

    /**
     * Whether handlers run on virtual threads or on a pool; unless given, on virtual ones from Java 24 on, where {@code
     * synchronized} no longer pins them.
     */
    public WorkerBuilder<K, V> virtualThreads(boolean virtual) {
        virtualThreads = virtual;
        return this;
    }

    /** What is done with each message; it may block. */
    public WorkerBuilder<K, V> handler(Handler<K, V> called) {
        handling.all(HandlerCall.of(called));
        return this;
    }

    /** What is done with each message, answering later. */
    public WorkerBuilder<K, V> async(AsyncHandler<K, V> called) {
        handling.all(HandlerCall.of(called));
        return this;
    }

    /** What is done with each message, sending on; it may block. */
    public WorkerBuilder<K, V> handler(ContextHandler<K, V> called) {
        handling.all(HandlerCall.of(called));
        return this;
    }

    /** What is done with each message, sending on and answering later. */
    public WorkerBuilder<K, V> async(AsyncContextHandler<K, V> called) {
        handling.all(HandlerCall.of(called));
        return this;
    }

    /**
     * What is done with many messages at once. A batch begins when so many records are ready, or when the first of them
     * has waited {@code maxWait} for others; they hold no thread while they wait. {@link #inFlight} counts batches.
     *
     * @param maxRecords most messages of a batch, 1 or more; of no use beyond what is fetched ahead, 40,000 records and
     *     64 MiB over all partitions, since such a batch is never full
     * @param maxWait zero to wait for nothing: a batch is what is there
     */
    public WorkerBuilder<K, V> batch(int maxRecords, Duration maxWait, BatchHandler<K, V> called) {
        if (maxRecords < 1) {
            throw new IllegalArgumentException("maxRecords of a batch must be 1 or more: " + maxRecords);
        }
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("maxWait of a batch must not be negative: " + maxWait);
        }
        handling.batches(requireNonNull(called, "handler"), maxRecords, maxWait);
        return this;
    }

    /**
     * What is done with values of a Java type and those that extend it, where topics carry more than one. Of several
     * types that a value has, the nearest class decides, then the most specific interface, of unrelated interfaces
     * the one given first. Values that no handler takes become dead letters, unless {@link #otherwise(Handler)} takes them.
     *
     * @throws IllegalArgumentException if the type has a handler already
     */
    public <T extends V> WorkerBuilder<K, V> on(Class<T> type, Handler<K, ? super T> called) {
        handling.routes().add(type, forAll(HandlerCall.of(called)));
        return this;
    }

    /** As {@link #on(Class, Handler)}, answering later. */
    public <T extends V> WorkerBuilder<K, V> onAsync(Class<T> type, AsyncHandler<K, ? super T> called) {
        handling.routes().add(type, forAll(HandlerCall.of(called)));
        return this;
    }

    /**
     * What is done with records of a full name, such as {@code shop.OrderPlaced}: that of the value's own schema if it
     * has one, or else of the schema that wrote it. A name goes before any Java type.
     *
     * @throws IllegalArgumentException if the name has a handler already
     */
    public WorkerBuilder<K, V> on(String recordName, Handler<K, V> called) {
        handling.routes().add(recordName, HandlerCall.of(called));
        return this;
    }

    /** As {@link #on(String, Handler)}, answering later. */
    public WorkerBuilder<K, V> onAsync(String recordName, AsyncHandler<K, V> called) {
        handling.routes().add(recordName, HandlerCall.of(called));
        return this;
    }

    /** What is done with messages that no {@code on(...)} takes, tombstones among them. */
    public WorkerBuilder<K, V> otherwise(Handler<K, V> called) {
        handling.routes().otherwise(HandlerCall.of(called));
        return this;
    }

    /** As {@link #otherwise(Handler)}, answering later. */
    public WorkerBuilder<K, V> otherwiseAsync(AsyncHandler<K, V> called) {
        handling.routes().otherwise(HandlerCall.of(called));
        return this;
    }

    /** As {@link #on(Class, Handler)}, sending on. */
    public <T extends V> WorkerBuilder<K, V> on(Class<T> type, ContextHandler<K, ? super T> called) {
        handling.routes().add(type, forAll(HandlerCall.of(called)));
        return this;
    }

    /** As {@link #on(Class, Handler)}, sending on and answering later. */
    public <T extends V> WorkerBuilder<K, V> onAsync(Class<T> type, AsyncContextHandler<K, ? super T> called) {
        handling.routes().add(type, forAll(HandlerCall.of(called)));
        return this;
    }

    /** As {@link #on(String, Handler)}, sending on. */
    public WorkerBuilder<K, V> on(String recordName, ContextHandler<K, V> called) {
        handling.routes().add(recordName, HandlerCall.of(called));
        return this;
    }

    /** As {@link #on(String, Handler)}, sending on and answering later. */
    public WorkerBuilder<K, V> onAsync(String recordName, AsyncContextHandler<K, V> called) {
        handling.routes().add(recordName, HandlerCall.of(called));
        return this;
    }

    /** As {@link #otherwise(Handler)}, sending on. */
    public WorkerBuilder<K, V> otherwise(ContextHandler<K, V> called) {
        handling.routes().otherwise(HandlerCall.of(called));
        return this;
    }

    /** As {@link #otherwise(Handler)}, sending on and answering later. */
    public WorkerBuilder<K, V> otherwiseAsync(AsyncContextHandler<K, V> called) {
        handling.routes().otherwise(HandlerCall.of(called));
        return this;
    }

    /**
     * Declares what handlers send to. The start then checks, unless {@link #verifyAtStart} is switched off, that the schemas
     * to write with are known, compatible where that is asked for, and fit the type.
     */
    public WorkerBuilder<K, V> writes(Output<?, ?>... declared) {
        outputs.addAll(List.of(declared));
        return this;
    }

    /** Has a listener told of every finished record. */
    public WorkerBuilder<K, V> onOutcome(OutcomeListener<K, V> listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * @throws IllegalStateException if group, {@code bootstrap.servers} or the handler is missing, there is too much, or
     *     retry topics do not go with the rest
     */
    public Worker<K, V> build() {
        if (group == null || group.isEmpty()) {
            throw new IllegalStateException("no group given; a worker shares its topics within one: group(\"...\")");
        }
        handling.requireOneKind(processing);
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalStateException("no broker given: kafka(Map.of(\"bootstrap.servers\", ...))");
        }
        Contradictions.ofRetryTopics(retryTopics, processing, metadataLimit, ordering, subscription, group);
        Contradictions.ofDeduplication(handling.deduplicates(), processing);
        Contradictions.ofRates(topicRates.keySet(), subscription);
        return assembled(settings(group));
    }

    private Settings settings(String ofGroup) {
        String name = kafka.get(CommonClientConfigs.CLIENT_ID_CONFIG) instanceof String given
                ? given
                : "brine-" + ofGroup + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new Settings(
                name,
                subscription.ofSources(deadLetters),
                ofGroup,
                kafka,
                processing,
                ordering,
                inFlight,
                deadLetters,
                retryTopics,
                committing(),
                drain,
                // What waits for its batch does not stall.
                stalledAfter.plus(handling.maxWait()),
                new Pacing(rate, topicRates, breaker),
                meters);
    }

    private Committing committing() {
        Duration usual = processing == Processing.EXACTLY_ONCE ? Duration.ofMillis(100) : Duration.ofSeconds(1);
        return new Committing(commitEvery == null ? usual : commitEvery, commitRecords, metadataLimit);
    }

    private Worker<K, V> assembled(Settings settings) {
        String name = settings.name();
        Refusals refusals = new Refusals(retry);
        boolean exactly = processing == Processing.EXACTLY_ONCE;
        Outlet outlet =
                exactly ? new TransactionalOutlet(refusals) : new AcknowledgedOutlet(() -> WorkerRun.outputs(settings));
        Outcomes<K, V> outcomes = new Outcomes<>();
        listeners.forEach(outcomes::add);
        HandlingMeters measured = new HandlingMeters(meters, settings.group());
        Processor attempts = handling.processor(name, measured, retry, outcomes, outlet);
        Processor processor = exactly ? new ReplayedFailures(attempts, refusals, retry) : attempts;
        Boolean virtual = virtualThreads;
        Clients source = clients;
        Runnable check =
                verifyAtStart ? new SchemaVerification(name, subscription.topics(), keys, values, outputs) : () -> {};
        return new Worker<>(
                () -> {
                    check.run();
                    return WorkerRun.prepare(settings, source, processor, outcomes, threads(virtual, name), outlet);
                },
                outcomes,
                drain);
    }

    /** Only messages whose value is of the handler's type are routed to it. */
    @SuppressWarnings("unchecked")
    private static <K, V> HandlerCall<K, V> forAll(HandlerCall<K, ?> ofSome) {
        return (HandlerCall<K, V>) ofSome;
    }

    private static Threads threads(@Nullable Boolean virtual, String name) {
        return virtual == null ? Threads.best(name) : virtual ? Threads.virtual(name) : Threads.pool(name);
    }

    private static Duration positive(Duration duration, String what) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be longer than nothing: " + duration);
        }
        return duration;
    }
}
