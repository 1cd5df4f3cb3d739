package dev.brine.gateway.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.http.Outlet;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EventStreamTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final int POLL = 500;
    private static final int STREAMS = 256;

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SchemaRegistry registry;
    private RecordJson json;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
        json = new RecordJson(
                new Values(new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters), PARTITION.topic(), false));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** A client that takes what it is sent, or does not until it is told to. */
    private static final class Client implements Outlet {

        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean deaf;
        private byte[] offered = {};
        private CompletableFuture<Void> offer = CompletableFuture.completedFuture(null);

        Client(boolean deaf) {
            this.deaf = deaf;
        }

        @Override
        public CompletableFuture<Void> write(byte[] part) {
            offered = part;
            offer = new CompletableFuture<>();
            CompletableFuture<Void> mine = offer;
            if (!deaf) {
                listen();
            }
            return mine;
        }

        void listen() {
            deaf = false;
            taken.writeBytes(offered);
            offered = new byte[0];
            offer.complete(null);
        }

        @Override
        public void end() {
            ended.complete(null);
        }

        @Override
        public CompletableFuture<Void> ended() {
            return ended;
        }

        List<Long> offsets() {
            List<Long> offsets = new ArrayList<>();
            Matcher found = Pattern.compile("\"offset\":(\\d+)").matcher(taken.toString(UTF_8));
            while (found.find()) {
                offsets.add(Long.parseLong(found.group(1)));
            }
            return offsets;
        }
    }

    /** A client with its stream, given what a consumer would give. */
    private final class Reading {

        private final Client client;
        private final Subscription part;

        Reading(EventRoom room, boolean deaf) {
            client = new Client(deaf);
            EventStream stream =
                    new EventStream(PARTITION.topic(), json, Runnable::run, () -> {}, room, Map.of(PARTITION, 0L));
            stream.open(client);
            part = stream.of(PARTITION, 0);
        }

        /** One turn of a consumer; false if nothing is wanted. */
        boolean turn(List<ConsumerRecord<byte[], byte[]>> log) {
            part.tick(0);
            if (!part.wants() || part.next() == log.size()) {
                return false;
            }
            int from = (int) part.next();
            int to = Math.min(log.size(), from + POLL);
            part.take(log.subList(from, to), to);
            return true;
        }

        Reading fed(List<ConsumerRecord<byte[], byte[]>> log) {
            for (int i = 0; i < 1_000 && turn(log); i++) {
                continue;
            }
            return this;
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> log(int records, int bytes) {
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        byte[] value = new byte[bytes];
        for (int i = 0; i < records; i++) {
            log.add(new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), i, null, value));
        }
        return log;
    }

    private double held() {
        return Objects.requireNonNull(meters.find("brine.gateway.streams.bytes").gauge())
                .value();
    }

    private double pauses() {
        return meters.get("brine.gateway.streams.pauses").counter().count();
    }

    @Test
    void streamsThatNobodyReadsHaveABoundTogetherAndOneThatIsReadGoesOn() {
        // Given
        int most = 8 << 20;
        EventRoom room = new EventRoom(most, meters);
        List<ConsumerRecord<byte[], byte[]>> log = log(2_000, 1_000);

        // When
        List<Reading> deaf = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            deaf.add(new Reading(room, true).fed(log));
        }
        Reading good = new Reading(room, false).fed(log);

        // Then
        long bytes = deaf.stream().mapToLong(one -> one.part.next() * 1_000).sum();
        assertThat(bytes).isLessThan(most + STREAMS * EventRoom.OWN);
        assertThat(held()).isBetween((double) bytes, (double) most + STREAMS * EventRoom.OWN);
        assertThat(pauses()).isPositive();
        assertThat(good.client.offsets()).hasSize(2_000).isSorted().doesNotHaveDuplicates();

        // And when they read, or go, everything comes and nothing stays.
        deaf.subList(0, 20).forEach(one -> one.client.listen());
        deaf.subList(20, STREAMS).forEach(one -> one.client.end());
        for (Reading one : deaf.subList(0, 20)) {
            one.fed(log);
            assertThat(one.client.offsets()).hasSize(2_000).isSorted().doesNotHaveDuplicates();
        }
        assertThat(held()).isZero();
    }

    @Test
    void streamAloneTakesAllThatAConsumerGivesAtOnce() {
        // Given
        Reading one = new Reading(new EventRoom(64 << 20, meters), true);

        // When
        boolean taken = one.turn(log(POLL, 6_000));

        // Then
        assertThat(taken).isTrue();
        assertThat(one.part.next()).isEqualTo(POLL);
        assertThat(one.part.wants()).isFalse();
        assertThat(pauses()).isZero();
    }

    @Test
    void recordThatIsLongWaitsUntilThereIsRoomForItAndThenComes() {
        // Given
        EventRoom room = new EventRoom(1 << 20, meters);
        Reading deaf = new Reading(room, true).fed(log(1, 900_000));
        List<ConsumerRecord<byte[], byte[]>> log = log(3, 600_000);
        Reading good = new Reading(room, false).fed(log);
        assertThat(good.part.next()).isZero();
        assertThat(good.part.wants()).isFalse();

        // When
        deaf.client.end();
        good.fed(log);

        // Then
        assertThat(good.client.offsets()).containsExactly(0L, 1L, 2L);
        assertThat(held()).isZero();
    }

    @Test
    void recordThatIsLongerThanTheRoomComesWhenHalfOfItIsFree() {
        // Given
        Reading one = new Reading(new EventRoom(1 << 20, meters), false);

        // When
        one.fed(log(3, 3_000_000));

        // Then
        assertThat(one.client.offsets()).containsExactly(0L, 1L, 2L);
    }
}
