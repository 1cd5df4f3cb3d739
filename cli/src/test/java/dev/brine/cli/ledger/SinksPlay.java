package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.cli.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A {@code brine worker} with a sink of each kind that calls others, killed again and again while records come. */
final class SinksPlay implements AutoCloseable {

    private static final int KILLS = Integer.getInteger("brine.ledger.kills", 2);
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final List<String> SINKS = List.of("http", "answers", "silent");

    /** Most records of a worker that are at its sink at a time. */
    private static final int IN_FLIGHT = 64;

    private final Path directory;
    private final String topic;
    private final Random random;
    private final Records records;
    private final OrdersFeed feed;
    private final SinkEndpoint endpoint;
    private final SinkCommand answers;
    private final SinkCommand silent;
    private final Admin admin;
    /** By sink, the offset of its group at the start of each run. */
    private final Map<String, Map<Integer, Long>> committed = new HashMap<>();

    private ChildProcess worker;
    private int run;

    SinksPlay(Path directory, EmbeddedBroker broker, String topic, long seed) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.topic = topic;
        this.random = new Random(seed);
        broker.createTopic(topic, 1);
        this.records = new Records(directory, broker.bootstrapServers(), List.of(topic));
        this.feed = new OrdersFeed(topic, broker.bootstrapServers(), records, new Random(random.nextLong()));
        this.endpoint = new SinkEndpoint(new Random(random.nextLong()));
        this.answers = new SinkCommand("answers", directory, 900);
        this.silent = new SinkCommand("silent", directory, 0);
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        SINKS.forEach(sink -> committed.put(sink, new HashMap<>()));
        // Members that keep their names need not be missed first when they come back.
        Files.writeString(directory.resolve("worker.yml"), """
            kafka: {bootstrap.servers: "%1$s", group.instance.id: one}
            registry: dir:schemas
            management: "127.0.0.1:0"
            workers:
              - {name: http, group: %2$s-http, topics: [%2$s], commit-every: 100ms, in-flight: %6$d,
                 retry: {backoff: 10ms}, sink: {type: http, url: "%3$s", headers: {Run: "${file:run}"}}}
              - {name: answers, group: %2$s-answers, topics: [%2$s], commit-every: 100ms, in-flight: %6$d,
                 sink: {type: command, command: [sh, %4$s], answers: line}}
              - {name: silent, group: %2$s-silent, topics: [%2$s], commit-every: 100ms, in-flight: %6$d,
                 sink: {type: command, command: [sh, %5$s]}}
            """.formatted(
                broker.bootstrapServers(), topic, endpoint.url(), answers.script(), silent.script(), IN_FLIGHT));
    }

    void begin() throws Exception {
        feed.start();
        startWorker();
        awaitMore();
    }

    /** Each in the middle of work, and after something of this run has been committed. */
    void kills() throws Exception {
        for (int i = 0; i < KILLS; i++) {
            Feed.pause(random.nextInt(700));
            worker.kill();
            // This also waits for the commands, which have its standard error, to read what is left in their pipes.
            assertThat(worker.exitCode(PATIENCE)).isEqualTo(137);
            startWorker();
            awaitMore();
        }
    }

    private void startWorker() throws Exception {
        run++;
        for (String sink : SINKS) {
            committed.get(sink).put(run, offsetOf(sink));
        }
        Files.writeString(directory.resolve("run"), Integer.toString(run));
        worker = ChildProcess.brine(directory, "worker", "-c", "worker.yml");
        await().atMost(PATIENCE)
                .failFast(() -> assertThat(worker.alive()).as(worker.err()).isTrue())
                .until(() -> worker.out().contains("ready"));
    }

    private void awaitMore() {
        await().atMost(PATIENCE).failFast(feed::check).untilAsserted(() -> {
            for (Deliveries sink : deliveries()) {
                assertThat(sink.inRun(run)).as("%s; %s", sink, worker.err()).isGreaterThan(2 * IN_FLIGHT);
            }
            for (String sink : SINKS) {
                assertThat(offsetOf(sink)).isGreaterThan(committed.get(sink).get(run));
            }
        });
    }

    private long offsetOf(String sink) throws InterruptedException, ExecutionException {
        OffsetAndMetadata at = admin.listConsumerGroupOffsets(topic + "-" + sink)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return at == null ? 0 : at.offset();
    }

    void finish() throws Exception {
        feed.stop();
        feed.join(PATIENCE);
        records.readOn();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            for (Deliveries sink : deliveries()) {
                assertThat(sink.distinct())
                        .as("%s; %s", sink, worker.err())
                        .isEqualTo(records.of(topic).size());
            }
        });
        worker.terminate();
        assertThat(worker.exitCode(PATIENCE)).as(worker.err()).isZero();
    }

    void audit() throws Exception {
        List<Row> rows = records.of(topic);
        feed.audit(rows);
        Map<Long, String> there = rows.stream().collect(Collectors.toMap(Row::offset, Row::id));
        for (Deliveries sink : deliveries()) {
            System.out.println(sink);
        }
        endpoint.deliveries().audit(there, committed.get("http"));
        answers.deliveries().audit(there, committed.get("answers"));
        silent.deliveries().audit(there, committed.get("silent"));
        assertThat(endpoint.deliveries().againInTheSameRun()).isLessThanOrEqualTo(endpoint.unsaid());
        assertThat(answers.deaths()).as("deaths of the command").isPositive();
        assertThat(answers.deliveries().againInTheSameRun()).isLessThanOrEqualTo(answers.deaths() * IN_FLIGHT);
        assertThat(silent.deliveries().againInTheSameRun()).isZero();
        for (String sink : SINKS) {
            assertThat(offsetOf(sink)).as("committed at the end by %s", sink).isEqualTo(rows.size());
        }
    }

    private List<Deliveries> deliveries() throws IOException {
        return List.of(endpoint.deliveries(), answers.deliveries(), silent.deliveries());
    }

    @Override
    public void close() throws Exception {
        if (worker != null) {
            worker.close();
        }
        feed.close();
        endpoint.close();
        admin.close();
        records.close();
    }
}
