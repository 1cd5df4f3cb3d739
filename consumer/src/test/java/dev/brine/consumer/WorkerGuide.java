package dev.brine.consumer;

import dev.brine.serdes.RecordReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.AccessDeniedException;
import java.sql.SQLTransientException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The Java of docs/guide/worker.md, as it stands there, so that the compiler reads it too. */
final class WorkerGuide {

    private WorkerGuide() {}

    record Order(String id, long amount) {}

    record Bill(String order, long amount) {}

    sealed interface Event permits OrderPlaced, OrderCancelled, OrderShipped {}

    record OrderPlaced(String order, long amount) implements Event {}

    record OrderCancelled(String order) implements Event {}

    record OrderShipped(String order) implements Event {}

    interface Billing {
        void charge(Order order);

        void charge(long amount);

        void refund(String order);

        Bill bill(Order order);
    }

    interface Mail {
        CompletionStage<?> sendLater(String order);
    }

    interface Audit {
        void unknown(RecordPosition position);
    }

    interface Table {
        int[] insertAll(List<Message<String, Order>> orders) throws Exception;
    }

    static void one(RecordReader<Order> orders, Billing billing) throws InterruptedException {
        Worker<String, Order> worker = Worker.reading(List.of("orders"), new StringDeserializer(), orders)
                .group("billing")
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:9092"))
                .handler(message -> billing.charge(message.value()))
                .build();
        worker.start();
        worker.awaitTermination();
    }

    static void async(WorkerBuilder<String, Order> builder, HttpClient http) {
        builder.async(message -> http.sendAsync(request(message.value()), BodyHandlers.discarding()));
    }

    static void sending(WorkerBuilder<String, Order> builder, Output<String, Bill> bills, Billing billing) {
        builder.handler((message, context) -> context.send(bills, message.key(), billing.bill(message.value())));
    }

    static void types(
            WorkerBuilder<String, Event> builder,
            WorkerBuilder<String, GenericRecord> generic,
            Billing billing,
            Mail mail,
            Audit audit) {
        builder.on(OrderPlaced.class, message -> billing.charge(message.value().amount()))
                .on(
                        OrderCancelled.class,
                        message -> billing.refund(message.value().order()))
                .onAsync(
                        OrderShipped.class,
                        message -> mail.sendLater(message.value().order()))
                .otherwise(message -> audit.unknown(message.position()));

        generic.on(
                        "shop.OrderPlaced",
                        message -> billing.charge((long) message.value().get("amount")))
                .on(
                        "shop.OrderCancelled",
                        message -> billing.refund(message.value().get("order").toString()));
    }

    static void failures(WorkerBuilder<String, Order> builder) {
        builder.retry(Retry.times(5)
                .backoff(Duration.ofMillis(200))
                .cap(Duration.ofSeconds(30))
                .giveUpOn(IllegalArgumentException.class, DateTimeException.class)
                .stopOn(AccessDeniedException.class)
                .classify(failure -> failure.getCause() instanceof SQLTransientException
                        ? FailureClass.RETRY
                        : FailureClass.GIVE_UP));
    }

    static void later(WorkerBuilder<String, Order> builder) {
        builder.retry(Retry.times(3))
                .retryTopics(RetryTopics.after(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1)));
    }

    static void limit(WorkerBuilder<String, Order> builder) {
        builder.attemptTimeout(Duration.ofSeconds(10));
    }

    static void rates(WorkerBuilder<String, Order> builder) {
        builder.rateLimit(RateLimit.perSecond(500)).rateLimit("orders", RateLimit.perMinute(6_000));
    }

    static void breaker(WorkerBuilder<String, Order> builder) {
        builder.circuitBreaker(CircuitBreaker.DEFAULT
                .failureRate(0.5)
                .window(100, 20)
                .open(Duration.ofSeconds(1), Duration.ofMinutes(1)));
    }

    static void duplicates(WorkerBuilder<String, Order> builder) {
        builder.deduplicate(
                message -> message.value().id(), DeduplicationStore.inMemory(100_000, Duration.ofMinutes(10)));
    }

    static void batches(WorkerBuilder<String, Order> builder, Table table) {
        builder.inFlight(8).batch(500, Duration.ofMillis(50), batch -> {
            int[] changed = table.insertAll(batch);
            List<RecordOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                outcomes.add(
                        changed[i] == 1
                                ? RecordOutcome.done()
                                : RecordOutcome.giveUp(new IllegalStateException("refused by the table")));
            }
            return outcomes;
        });
    }

    private static HttpRequest request(Order order) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1/orders/" + order.id()))
                .build();
    }
}
