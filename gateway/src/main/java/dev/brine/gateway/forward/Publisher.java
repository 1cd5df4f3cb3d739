package dev.brine.gateway.forward;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the values of exchanges to a topic. What the upstream did is done whether or not Kafka takes the record, so a
 * failure here is told, counted and logged, and never turns the answer into an error.
 */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final String route;
    private final ForwardSettings.Publish settings;
    private final Duration patience;
    private final TopicWriter writer;
    private final Executor executor;
    private final Executor next;
    private final MeterRegistry meters;

    /**
     * Makes a publisher.
     *
     * @param executor where a write may wait for room
     * @param next where it goes on afterwards, which is not for Kafka's own thread
     */
    Publisher(
            String route,
            ForwardSettings.Publish settings,
            Duration patience,
            TopicWriter writer,
            Executor executor,
            Executor next,
            MeterRegistry meters) {
        this.route = route;
        this.settings = settings;
        this.patience = patience;
        this.writer = writer;
        this.executor = executor;
        this.next = next;
        this.meters = meters;
    }

    boolean wants(ForwardSettings.Part part) {
        return settings.part() == part;
    }

    /** Where the record is; empty if it is not in Kafka, or nobody knows. Never fails. */
    CompletableFuture<Optional<Acknowledged>> publish(String method, String path, int status, @Nullable Object value) {
        SourceRecord record = record(method, path, status, value);
        CompletableFuture<Optional<Acknowledged>> result = new CompletableFuture<>();
        try {
            executor.execute(() -> write(record, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result.completeOnTimeout(Optional.empty(), patience.toNanos(), TimeUnit.NANOSECONDS)
                .handleAsync(
                        (acknowledged, failure) ->
                                told(acknowledged == null ? Optional.empty() : acknowledged, failure),
                        next);
    }

    @SuppressWarnings("NullAway") // it does not see that the array of a record's component may be null
    private SourceRecord record(String method, String path, int status, @Nullable Object value) {
        RecordHeaders headers = new RecordHeaders();
        header(headers, "brine.forward.route", route);
        header(headers, "brine.forward.method", method);
        header(headers, "brine.forward.path", path);
        header(headers, "brine.forward.status", String.valueOf(status));
        return new SourceRecord(
                settings.topic(),
                value,
                null,
                null,
                null,
                headers,
                "forward:" + route,
                UUID.randomUUID().toString());
    }

    private void write(SourceRecord record, CompletableFuture<Optional<Acknowledged>> result) {
        try {
            var unused = writer.write(record).whenComplete((acknowledged, failure) -> {
                if (failure == null) {
                    result.complete(Optional.of(acknowledged));
                } else {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private Optional<Acknowledged> told(Optional<Acknowledged> known, @Nullable Throwable failure) {
        Counter.builder("brine.gateway.forward.published")
                .description("Exchanges that were to be written to a topic")
                .tag("route", route)
                .tag("outcome", known.isPresent() ? "done" : failure == null ? "unknown" : "failed")
                .register(meters)
                .increment();
        if (known.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("topic", settings.topic())
                    .addKeyValue("error", failure == null ? "not acknowledged in time" : failure.toString())
                    .log("an exchange was not published");
        }
        return known;
    }

    private static void header(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
