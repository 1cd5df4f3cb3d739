package dev.brine.registry.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.DeleteSubject;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegisterSchema;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.store.SetLevel;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import dev.brine.registry.store.StoreRegistry;
import dev.brine.registry.store.StoredVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BrineBroker
@Timeout(120)
final class TopicStoreIT extends SchemaRegistryContract {

    private static final Duration BOUND = Duration.ofSeconds(20);

    EmbeddedBroker broker;

    private final String topic = "schemas-" + UUID.randomUUID();

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        TopicStore store = open(true);
        SchemaRegistry registry = new StoreRegistry(store, store::upToDate);
        registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
        return registry;
    }

    @Test
    void whatOneWritesAnotherReadsAlsoAfterARestart() {
        // Given
        try (TopicStore first = open(true);
                TopicStore second = open(false)) {
            first.execute(new SetLevel(Optional.of("s"), CompatibilityLevel.FULL));
            StoredVersion stored = register(first, "s", number(1));

            // When
            RegistryState seen = second.upToDate();

            // Then
            assertThat(seen.versions("s", Deleted.HIDDEN)).containsExactly(stored);
            assertThat(seen.level("s")).isEqualTo(CompatibilityLevel.FULL);
        }
        try (TopicStore third = open(true)) {
            assertThat(third.execute(new DeleteSubject("s", false))).containsExactly(1);
            assertThat(third.execute(new DeleteSubject("s", true))).containsExactly(1);
            assertThat(third.state().subjects(Deleted.INCLUDED)).isEmpty();
        }
        try (TopicStore fourth = open(false)) {
            assertThat(fourth.state().subjects(Deleted.INCLUDED)).isEmpty();
        }
    }

    @Test
    void writersOfOneTopicGiveNoIdTwiceAndOneContentOneId() throws Exception {
        // Given
        int each = 25;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TopicStore first = open(true);
                TopicStore second = open(true)) {
            List<Callable<StoredVersion>> calls = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                int n = i;
                calls.add(() -> register(first, "same-" + n, number(n)));
                calls.add(() -> register(second, "same-" + n, number(n)));
                calls.add(() -> register(first, "one-" + n, number(1000 + n)));
                calls.add(() -> register(second, "two-" + n, number(2000 + n)));
            }

            // When
            Map<String, StoredVersion> bySubject = new HashMap<>();
            for (Future<StoredVersion> one : threads.invokeAll(calls)) {
                StoredVersion version = one.get();
                StoredVersion before = bySubject.put(version.subject(), version);
                assertThat(before).isIn(null, version);
            }

            // Then
            assertThat(bySubject.values()).extracting(StoredVersion::id).doesNotHaveDuplicates();
            assertThat(bySubject).hasSize(3 * each);
            RegistryState one = first.upToDate();
            RegistryState two = second.upToDate();
            bySubject.forEach((subject, version) -> {
                assertThat(one.versions(subject, Deleted.INCLUDED)).containsExactly(version);
                assertThat(two.versions(subject, Deleted.INCLUDED)).containsExactly(version);
            });
            assertThat(one.highestId(Contexts.DEFAULT)).isEqualTo(3 * each);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWriterThatLostItsTurnDecidesAnewOnWhatTheOtherWrote() {
        // Given
        try (TopicStore first = open(true);
                TopicStore second = open(true)) {
            register(first, "a", number(1));
            StoredVersion theirs = register(second, "b", number(2));

            // When
            StoredVersion mine = register(first, "c", number(2));

            // Then
            assertThat(mine.id()).isEqualTo(theirs.id()).isEqualTo(2);
            assertThat(register(second, "d", number(3)).id()).isEqualTo(3);
        }
    }

    @Test
    void anOpenWriteOfAKilledWriterIsUndoneByTheNext() {
        // Given: a writer that ends without a word between its record and its commit
        try (TopicStore store = open(true)) {
            register(store, "a", number(1));
        }
        Map<String, Object> properties = new KafkaSettings(topic, kafka(), BOUND).producer("brine-registry-" + topic);
        KafkaProducer<byte[], byte[]> killed = new KafkaProducer<>(properties);
        killed.initTransactions();
        killed.beginTransaction();
        killed.send(entry("{\"keytype\":\"SCHEMA\",\"subject\":\"lost\",\"version\":1,\"magic\":1}", """
                {"subject":"lost","version":1,"id":2,"schema":"\\"int\\"","deleted":false}"""));
        killed.flush();

        // When
        try (TopicStore store = open(true)) {
            StoredVersion next = register(store, "b", number(2));

            // Then
            assertThat(next.id()).isEqualTo(2);
            assertThat(store.state().subjects(Deleted.INCLUDED)).containsExactly("a", "b");
        } finally {
            killed.close(Duration.ZERO);
        }
    }

    @Test
    void aTopicOfAnotherServerIsReadAsItIsAndItsDamageLeftOut() {
        // Given
        broker.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
        produce("{\"keytype\":\"NOOP\",\"magic\":0}", "");
        produce(
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":1,\"magic\":1}",
                "{\"subject\":\"s\",\"version\":1,\"id\":40,\"schema\":\"{\\\"type\\\": \\\"string\\\"}\",\"deleted\":false}");
        produce("{\"keytype\":\"SCHEMA\",\"subject\":\"bad\",\"version\":1,\"magic\":1}", "not json");
        produce("not json", "{}");
        produce("{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}", "{\"compatibilityLevel\":\"NONE\"}");

        // When
        try (TopicStore store = open(true)) {
            // Then
            assertThat(store.state().subjects(Deleted.INCLUDED)).containsExactly("s");
            assertThat(store.state().level("s")).isEqualTo(CompatibilityLevel.NONE);
            assertThat(register(store, "s", "\"string\"").id()).isEqualTo(40);
            assertThat(register(store, "t", number(1)).id()).isEqualTo(41);
        }
    }

    @Test
    void oneThatIsNotWritableSaysWhatIsMissing() {
        // Given
        assertThatThrownBy(() -> open(false))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("there is no topic " + topic);
        open(true).close();

        // When, Then
        try (TopicStore store = open(false)) {
            assertThatThrownBy(() -> register(store, "s", number(1)))
                    .isInstanceOfSatisfying(StoreException.class, thrown -> assertThat(thrown.error())
                            .isEqualTo(StoreError.NOT_PERMITTED))
                    .hasMessageContaining("brine.registry.writable");
        }
    }

    @Test
    void aTopicThatWouldForgetIsRefused() {
        // Given
        broker.createTopic(topic, 1, Map.of("cleanup.policy", "delete"));

        // When, Then
        assertThatThrownBy(() -> open(true))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("compact");
    }

    @Test
    void aBrokerThatIsAwayIsSaidWithinTheBoundAndLookupsGoOn() {
        // Given
        Duration bound = Duration.ofSeconds(2);
        try (EmbeddedBroker own = EmbeddedBroker.builder().start()) {
            Map<String, ?> configs = Map.of("bootstrap.servers", own.bootstrapServers());
            try (TopicStore store = TopicStore.open(topic, configs, true, bound)) {
                StoredVersion stored = register(store, "s", number(1));
                own.stop(0);

                // When
                long start = System.nanoTime();
                assertThatThrownBy(() -> register(store, "t", number(2)))
                        .isInstanceOf(RegistryUnavailableException.class);
                Duration took = Duration.ofNanos(System.nanoTime() - start);

                // Then
                assertThat(took).isLessThan(bound.multipliedBy(3));
                assertThat(store.state().versions("s", Deleted.HIDDEN)).containsExactly(stored);
                own.start(0);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> register(store, "t", number(2)).id() == 2);
            }
        }
    }

    private TopicStore open(boolean writable) {
        return TopicStore.open(topic, kafka(), writable, BOUND);
    }

    private Map<String, ?> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private ProducerRecord<byte[], byte[]> entry(String key, String value) {
        return new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private void produce(String key, String value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(entry(key, value));
        }
    }

    private static StoredVersion register(SchemaStore store, String subject, String text) {
        return store.execute(RegisterSchema.of(subject, SchemaContent.avro(text, List.of())));
    }

    private static String number(int n) {
        return "{\"type\":\"fixed\",\"name\":\"F" + n + "\",\"size\":1}";
    }
}
