package dev.brine.gateway.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Message;
import dev.brine.consumer.Ordering;
import dev.brine.consumer.RateLimit;
import dev.brine.gateway.config.ConfigException;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.Mistake;
import dev.brine.gateway.source.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonPlanTest {

    @TempDir
    private Path directory;

    /** A handler as a user writes it. */
    public static final class Orders implements Handler<byte[], Map<String, Object>> {
        @Override
        public void handle(Message<byte[], Map<String, Object>> message) {}
    }

    /** One whose types are those of what it extends. */
    public static final class Named extends Base<Integer> {}

    /** Leaves the value open. */
    public abstract static class Base<T> implements AsyncHandler<String, T> {
        @Override
        public CompletionStage<?> handle(Message<String, T> message) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Cannot be made. */
    public static final class Closed implements Handler<String, Object> {
        private Closed() {}

        @Override
        public void handle(Message<String, Object> message) {}
    }

    @Test
    void tenMistakesAreToldTogetherEachWithItsLine() throws IOException {
        assertThat(mistakes(DaemonPlan.Face.WORKER, """
                        kafka: {bootstrap.servers: "127.0.0.1:9092"}
                        bindings:
                          orders: {codec: xml, frame: confluent}
                        listen: "127.0.0.1:8080"
                        sources:
                          - {type: tpc, name: logs, topic: logs}
                        workers:
                          - name: billing
                            group: billing
                            topics: []
                            ordering: keys
                            in-flight: 0
                            handler: com.example.Missing
                            retry: {attempts: 5, backof: 1s, cap: 10}
                          - name: out
                            group: out
                            topics: orders
                            sink: {type: http, url: "ftp://127.0.0.1/"}
                            dead-letter: x.dlq
                        """))
                .containsExactly(
                        "line 3: bindings.orders.codec: found 'xml'; allowed: avro, json, pickle",
                        "line 4: listen: is served by 'brine gateway', not by a worker",
                        "line 6: sources[0].type: found 'tpc'; allowed: tcp",
                        "line 10: workers[0].topics: missing; allowed: a list of topics",
                        "line 11: workers[0].ordering: found 'keys'; allowed: key, partition, none",
                        "line 12: workers[0].in-flight: found '0'; allowed: a whole number from 1 to 100000",
                        "line 13: workers[0].handler: there is no class com.example.Missing on the class path;"
                                + " plugins: names a folder of jars",
                        "line 14: workers[0].retry.cap: found '10'; allowed: a duration such as 250ms, 3s, 5m, 1h or"
                                + " 1d, from 0s to 1d",
                        "line 14: workers[0].retry.backof: unknown key, did you mean 'backoff'?",
                        "line 18: workers[1].sink.url: found 'ftp://127.0.0.1/'; allowed: a URL such as"
                                + " http://127.0.0.1:8080/path",
                        "line 19: workers[1].dead-letter: unknown key, did you mean 'dead-letters'?");
    }

    @Test
    void workerIsWhatItsSectionSays() throws IOException {
        // When
        DaemonPlan plan = plan("""
                bindings: {orders: {subject: o, codec: json}}
                workers:
                  - name: billing
                    group: g
                    topics: [orders, refunds]
                    ordering: partition
                    in-flight: 7
                    handler: %s
                    retry: {attempts: 2, backoff: 20s}
                    kafka: {group.instance.id: a}
                """.formatted(Orders.class.getName()));

        // Then
        WorkerPlan worker = plan.workers().get(0);
        assertThat(worker.topics()).containsExactly("orders", "refunds");
        assertThat(worker.ordering()).isEqualTo(Ordering.PARTITION);
        assertThat(worker.inFlight()).isEqualTo(7);
        assertThat(worker.retry().attempts()).isEqualTo(2);
        assertThat(worker.retry().cap()).isEqualTo(Duration.ofSeconds(20));
        assertThat(worker.work()).contains(new Work.Handling(Orders.class));
        assertThat(plan.bindings().get("orders").subject()).isEqualTo("o");
        assertThat(plan.bindings().get("orders").frame()).isNull();
    }

    @Test
    void handlerSaysWhatItTakes() {
        assertThat(HandlerCalls.keyType(Orders.class)).isEqualTo(byte[].class);
        assertThat(HandlerCalls.valueType(Orders.class)).isEqualTo(Map.class);
        assertThat(HandlerCalls.keyType(Named.class)).isEqualTo(String.class);
        assertThat(HandlerCalls.valueType(Named.class)).isEqualTo(Integer.class);
    }

    @Test
    void handlerThatCannotBeUsedIsAMistake() throws IOException {
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("handler: " + Closed.class.getName())))
                .containsExactly("line 5: workers[0].handler: " + Closed.class.getName()
                        + " has no public constructor without arguments");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("handler: java.lang.Object")))
                .singleElement()
                .asString()
                .startsWith("line 5: workers[0].handler: java.lang.Object is none of dev.brine.consumer.Handler");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("handler: Sums")))
                .containsExactly("line 5: workers[0].handler: no service is called Sums on the class path; plugins:"
                        + " names a folder of jars; a class that is no service is named with its package");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("commit-every: 1s")))
                .containsExactly("line 2: workers[0].handler: a worker needs a handler or a sink");
    }

    @Test
    void fileWithNothingToRunIsAMistake() throws IOException {
        assertThat(mistakes(DaemonPlan.Face.WORKER, "kafka: {}\n"))
                .containsExactly("line 1: nothing to run: the file has neither workers nor sources");
    }

    @Test
    void topicsAreNamedOrMatched() throws IOException {
        // Given
        String line = "sink: {type: command, command: cat}\n    topics-matching: ";

        // Then
        assertThat(plan(worker(line + "orders-.*").replace("    topics: t\n", ""))
                        .workers()
                        .get(0)
                        .matching())
                .get()
                .hasToString("orders-.*");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker(line + "orders-.*")))
                .containsExactly("line 6: workers[0].topics-matching: goes instead of topics, not beside it");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker(line + "'orders-('").replace("    topics: t\n", "")))
                .containsExactly("line 5: workers[0].topics-matching: found 'orders-('; allowed: a regular expression;"
                        + " Unclosed group");
    }

    @Test
    void sinksAreReadByTheirType() throws IOException {
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("sink: {type: file, path: a.avro, format: avro}")))
                .isEmpty();
        assertThat(mistakes(
                        DaemonPlan.Face.WORKER,
                        worker("sink: {type: file, path: a.avro, format: avro, content: record}")))
                .containsExactly("line 5: workers[0].sink.content: found 'record'; allowed: value; only json-lines can"
                        + " hold whole records");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("sink: {type: command}")))
                .containsExactly("line 5: workers[0].sink.command: missing; allowed: a program and its arguments, such"
                        + " as [python3, consumer.py]");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker("sink: {type: http, url: \"http://u:p@127.0.0.1/\"}")))
                .containsExactly(
                        "line 5: workers[0].sink.url: has a user or a fragment; a password goes into headers:");
    }

    @Test
    void limitsAreReadAndEachMistakeInThemIsTold() throws IOException {
        String sink = "sink: {type: command, command: [cat]}\n    ";
        Limits limits = plan(worker(sink + "commit-every-records: 100\n    "
                        + "rate-limit: {records: 120, per: 1m, topics: {t: {records: 5}}}\n    "
                        + "circuit-breaker: {failure-rate: 25, window: 40, open: 2s, per-topic: true}\n    "
                        + "deduplicate: {header: id, most: 10, for: 1m}"))
                .workers()
                .get(0)
                .limits();
        assertThat(limits.commitRecords()).isEqualTo(100);
        assertThat(limits.rate()).contains(RateLimit.perSecond(2));
        assertThat(limits.topicRates()).containsExactly(Map.entry("t", RateLimit.perSecond(5)));
        assertThat(limits.breaker())
                .contains(CircuitBreaker.DEFAULT
                        .failureRate(0.25)
                        .window(40, 20)
                        .open(Duration.ofSeconds(2), Duration.ofMinutes(1))
                        .forEachTopic());
        assertThat(limits.deduplicate()).contains(new Limits.Deduplicate(Optional.of("id"), 10, Duration.ofMinutes(1)));

        assertThat(mistakes(
                        DaemonPlan.Face.WORKER,
                        worker(sink + "rate-limit: {per: 1s}\n    "
                                + "circuit-breaker: {window: 10, open: 2m, prob: 1}\n    "
                                + "deduplicate: {for: 0s}")))
                .containsExactly(
                        "line 6: workers[0].rate-limit.records: missing; allowed: a whole number from 1 to 10000000, or"
                                + " topics with theirs",
                        "line 7: workers[0].circuit-breaker.prob: unknown key, did you mean 'probes'?",
                        "line 7: workers[0].circuit-breaker.window: minimum-calls (20) is more than window (10), so it"
                                + " would never open",
                        "line 7: workers[0].circuit-breaker.open: longest-open is shorter than open",
                        "line 8: workers[0].deduplicate.for: found '0s'; allowed: a duration such as 250ms, 3s, 5m, 1h"
                                + " or 1d, from 1s to 30d");
        assertThat(mistakes(DaemonPlan.Face.WORKER, worker(sink + "rate-limit: {topics: {u: {records: 5}, t: {}}}")))
                .containsExactly(
                        "line 6: workers[0].rate-limit.topics: found 'u'; allowed: a topic of this worker: t",
                        "line 6: workers[0].rate-limit.topics.t.records: missing; allowed: a whole number from 1 to"
                                + " 10000000");
        assertThat(
                        mistakes(
                                DaemonPlan.Face.WORKER,
                                worker(
                                        "processing: exactly-once\n    deduplicate: {for: 1h}\n    sink: {type: topic, topic: u}")))
                .containsExactly("line 6: workers[0].deduplicate: cannot be had with processing: exactly-once, whose"
                        + " transactions may be aborted after a message was remembered as done");
    }

    private static String worker(String line) {
        return "workers:\n  - name: a\n    group: g\n    topics: t\n    " + line + "\n";
    }

    private DaemonPlan plan(String yaml) throws IOException {
        return DaemonPlan.read(file(yaml), DaemonPlan.Face.WORKER, Map.of(), Plugins.none());
    }

    private List<String> mistakes(DaemonPlan.Face face, String yaml) throws IOException {
        ConfigFile file = file(yaml);
        Map<String, SourceType> types = Map.of("tcp", section -> {
            throw new IllegalArgumentException("not read here");
        });
        ConfigException thrown =
                catchThrowableOfType(ConfigException.class, () -> DaemonPlan.read(file, face, types, Plugins.none()));
        return thrown == null
                ? List.of()
                : thrown.mistakes().stream().map(Mistake::toString).toList();
    }

    private ConfigFile file(String yaml) throws IOException {
        return ConfigFile.read(Files.writeString(directory.resolve("worker.yml"), yaml), Map.of());
    }
}
