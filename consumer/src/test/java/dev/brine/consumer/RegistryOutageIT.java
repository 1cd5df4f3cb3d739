package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.consumer.SimpleRegistryServer.Mood;
import dev.brine.producer.BrineProducer;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.directory.ReleaseResult;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.StartCheckException;
import dev.brine.serdes.record.SerdeOptions;
import dev.brine.serdes.record.VersionChoice;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A producer and a worker while their registry is away or talks nonsense: they wait or say so, and lose nothing. */
@BrineBroker
@Timeout(120)
final class RegistryOutageIT {

    private static final Duration BOUND = Duration.ofMillis(1_500);

    record Sale(String item, long cents) {}

    EmbeddedBroker broker;

    @TempDir
    private Path directory;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private String topic = "";
    private SchemaRegistry truth;
    private SimpleRegistryServer server;

    @BeforeEach
    void schemas() throws IOException {
        topic = "sales-" + UUID.randomUUID();
        broker.createTopic(topic, 2);
        version(1, "");
        version(2, ",{'name':'cents','type':'long','default':0}");
        assertThat(SchemaDirectory.at(directory).release(List.of())).isInstanceOf(ReleaseResult.Released.class);
        truth = SchemaRegistries.open("dir:" + directory, Map.of());
        server = new SimpleRegistryServer(truth);
    }

    @AfterEach
    void close() throws Exception {
        closeAll();
        server.close();
        truth.close();
    }

    @Test
    void whatRanOnceStartsAgainAndWorksWhileTheRegistryIsAway(@TempDir Path memory) throws Exception {
        // Given: a producer and a worker that have run, each with a file of its own
        send(producer(registry(memory.resolve("producer"))), "before");
        worker(registry(memory.resolve("worker")), "once").start();
        awaitSeen("before:7");
        closeAll();

        // When: nobody answers, and both start again
        server.close();
        send(producer(registry(memory.resolve("producer"))), "after");
        worker(registry(memory.resolve("worker")), "again").start();

        // Then
        seen.clear();
        awaitSeen("before:7", "after:7");
    }

    @Test
    void whatNeverRanSaysWithinItsBoundWhatIsMissing() {
        // Given
        server.close();
        SchemaRegistry away = registry(directory.resolve("none"));
        long start = System.nanoTime();

        // Then
        assertThatThrownBy(() -> builder(away).writes(topic, "another").build())
                .isInstanceOfSatisfying(StartCheckException.class, e -> {
                    assertThat(e.retriable()).isTrue();
                    assertThat(e)
                            .hasMessageContaining("topic " + topic + ", subject sales-value: ")
                            .hasMessageContaining(server.url());
                });
        assertThatThrownBy(() -> worker(away, "never").start())
                .isInstanceOf(StartCheckException.class)
                .hasMessageContaining("subject sales-value");
        BrineProducer<String, Sale> careless = kept(builder(away).build());
        assertThatThrownBy(() -> careless.send(topic, "k", new Sale("x", 1)).get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining(server.url());
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(BOUND.multipliedBy(3).plusSeconds(8));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"WELL"},
            mode = EnumSource.Mode.EXCLUDE)
    void aWorkerWaitsUntilTheRegistryIsRightAgainAndLosesNothing(Mood mood) throws Exception {
        // Given: a worker that started well, and then meets a schema it has not seen while nobody can say what it is
        Worker<String, Sale> worker =
                kept(reading(http(), "waits").verifyAtStart(false).build());
        worker.start();
        server.mood(mood);
        send(producer(truth), "one", "two", "three");
        int before = server.answered.get();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> mood == Mood.SLOW || mood == Mood.HUGE || server.answered.get() > before + 1);
        assertThat(seen).isEmpty();
        assertThat(worker.health().alive()).isTrue();

        // When
        server.mood(Mood.WELL);

        // Then: all of it, and no dead letter
        awaitSeen("one:7", "two:7", "three:7");
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"WELL"},
            mode = EnumSource.Mode.EXCLUDE)
    void aSendFailsWithinItsBoundAndWorksAgainAfterwards(Mood mood) throws Exception {
        // Given
        BrineProducer<String, Sale> producer = kept(builder(http()).build());
        server.mood(mood);
        long start = System.nanoTime();

        // When
        assertThatThrownBy(() -> producer.send(topic, "k", new Sale("lost", 1)).get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining(server.url());

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND.plusSeconds(5));
        server.mood(Mood.WELL);
        send(producer, "found");
        worker(truth, "after").start();
        awaitSeen("found:7");
    }

    private void awaitSeen(String... expected) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(seen).containsExactlyInAnyOrder(expected));
    }

    private void send(BrineProducer<String, Sale> producer, String... items) throws Exception {
        for (String item : items) {
            producer.send(topic, item, new Sale(item, 7)).get();
        }
    }

    private BrineProducer<String, Sale> producer(SchemaRegistry registry) {
        return kept(builder(registry).writes(topic).build());
    }

    private BrineProducer.Builder<String, Sale> builder(SchemaRegistry registry) {
        BrineSerializer<Sale> values = new BrineSerializer<>(options(registry).writer());
        return BrineProducer.sending(new StringSerializer(), values)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private Worker<String, Sale> worker(SchemaRegistry registry, String group) {
        return kept(reading(registry, group).build());
    }

    private WorkerBuilder<String, Sale> reading(SchemaRegistry registry, String group) {
        RecordReader<Sale> values = kept(options(registry).reader());
        return Worker.reading(List.of(topic), new StringDeserializer(), values)
                .group(topic + "-" + group)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .drain(Duration.ofSeconds(5))
                .handler(message ->
                        seen.add(message.value().item() + ":" + message.value().cents()));
    }

    private static SerdeOptions.Builder<Sale> options(SchemaRegistry registry) {
        return SerdeOptions.of(registry, Sale.class)
                .subject("sales-value")
                .version(new VersionChoice.Latest())
                .meters(new SimpleMeterRegistry());
    }

    private SchemaRegistry registry(Path snapshot) {
        return kept(SchemaRegistries.open(
                server.url(),
                Map.of(
                        SchemaRegistries.TIMEOUT,
                        String.valueOf(BOUND.toMillis()),
                        SchemaRegistries.SNAPSHOT,
                        snapshot.toString())));
    }

    private SchemaRegistry http() {
        return kept(SchemaRegistries.open(
                server.url(), Map.of(SchemaRegistries.TIMEOUT, String.valueOf(BOUND.toMillis()))));
    }

    private <T extends AutoCloseable> T kept(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        open.clear();
    }

    private void version(int number, String more) throws IOException {
        Path file = directory.resolve("sales-value/v" + number + ".avsc");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                ("{'type':'record','name':'Sale','fields':[{'name':'item','type':'string'}" + more + "]}")
                        .replace('\'', '"'));
    }
}
