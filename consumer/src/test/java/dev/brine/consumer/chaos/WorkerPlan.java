package dev.brine.consumer.chaos;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.Processing;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.Retry;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.TextReader;
import dev.brine.consumer.WithClients;
import dev.brine.consumer.Worker;
import dev.brine.consumer.WorkerBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What all workers of a run have in common, and what a child process is told of it.
 *
 * @param protocol {@code classic} or {@code consumer}
 */
record WorkerPlan(Mode mode, String bootstrap, String topic, String group, String protocol, long seed) {

    /** In place; what is parked has one more attempt after each delay. */
    static final int ATTEMPTS = 3;

    static final RetryTopics PARKED = RetryTopics.after(Duration.ofMillis(400), Duration.ofMillis(1_200));

    private static final Duration BACKOFF = Duration.ofMillis(20);

    /** Attempts a second of the group, where it is paced. */
    static final int RATE = 800;

    /** As many that a circuit has long opened before a record has used them up. */
    private static final int PACED_ATTEMPTS = 6;

    private static final CircuitBreaker BREAKER =
            CircuitBreaker.DEFAULT.window(40, 10).open(Duration.ofMillis(200), Duration.ofSeconds(1));

    /** Of a transaction whose worker is gone. */
    private static final int TRANSACTION_MILLIS = 3_000;

    /** Between commits; what is done again after a crash is bounded by it. */
    static final Duration COMMIT_EVERY = Duration.ofMillis(200);

    /** After so long without a poll a worker is no member any more. */
    static final Duration MAX_POLL = Duration.ofSeconds(6);

    static final Duration SESSION = Duration.ofSeconds(6);

    /** @param instance of a static member; "-" for none */
    WorkerBuilder<String, String> builder(String name, String instance, TappedClients clients) {
        Map<String, Object> kafka = new HashMap<>();
        kafka.put("bootstrap.servers", bootstrap);
        kafka.put("client.id", name);
        kafka.put("group.protocol", protocol);
        kafka.put("max.poll.interval.ms", (int) MAX_POLL.toMillis());
        kafka.put("max.poll.records", 500);
        kafka.put("metadata.max.age.ms", 1_000);
        if (protocol.equals("classic")) {
            kafka.put("session.timeout.ms", (int) SESSION.toMillis());
            kafka.put("heartbeat.interval.ms", 500);
        }
        if (!instance.equals("-")) {
            kafka.put("group.instance.id", instance);
        }
        if (mode.transactional()) {
            kafka.put("transaction.timeout.ms", TRANSACTION_MILLIS);
        }
        WorkerBuilder<String, String> builder = Worker.reading(
                        List.of(topic), new StringDeserializer(), new TextReader())
                .group(group)
                .kafka(kafka)
                .inFlight(60)
                .retry(Retry.times(ATTEMPTS).backoff(BACKOFF))
                .commitEvery(COMMIT_EVERY)
                .drain(Duration.ofSeconds(5));
        switch (mode) {
            case AT_LEAST_ONCE -> {}
            case RETRY_TOPICS -> builder.retryTopics(PARKED);
            case PACED ->
                builder.rateLimit(RateLimit.perSecond(RATE))
                        .circuitBreaker(BREAKER)
                        .retry(Retry.times(PACED_ATTEMPTS).backoff(BACKOFF));
            case EXACTLY_ONCE -> builder.processing(Processing.EXACTLY_ONCE);
            case EXACTLY_ONCE_WITH_RETRY_TOPICS ->
                builder.processing(Processing.EXACTLY_ONCE).retryTopics(PARKED);
        }
        return WithClients.of(builder, clients);
    }

    /** Where handlers of exactly-once runs send what they are given. */
    String outputs() {
        return topic + ".out";
    }

    String retryTopic() {
        return PARKED.topicFor(topic, group);
    }

    List<String> arguments() {
        return List.of(mode.name(), bootstrap, topic, group, protocol, Long.toString(seed));
    }

    static WorkerPlan of(String... arguments) {
        return new WorkerPlan(
                Mode.valueOf(arguments[0]),
                arguments[1],
                arguments[2],
                arguments[3],
                arguments[4],
                Long.parseLong(arguments[5]));
    }
}
