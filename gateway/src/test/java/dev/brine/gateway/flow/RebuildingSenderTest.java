package dev.brine.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

final class RebuildingSenderTest {

    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("t", new byte[0]);

    private final List<Fake> built = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final RebuildingSender sender = new RebuildingSender(this::build, nanos::get);

    private Sender build() {
        Fake fake = new Fake();
        built.add(fake);
        return fake;
    }

    private static final class Fake implements Sender {

        private final CountDownLatch closed = new CountDownLatch(1);
        private boolean broken;
        private int sent;

        @Override
        public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            sent++;
            return new CompletableFuture<>();
        }

        @Override
        public Optional<CompletableFuture<RecordMetadata>> trySend(ProducerRecord<byte[], byte[]> record) {
            return Optional.of(send(record));
        }

        @Override
        public void flush() {}

        @Override
        public boolean failed() {
            return broken;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void failedProducerIsReplacedAndClosed() throws InterruptedException {
        // Given
        built.get(0).broken = true;
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        // When
        var unused = sender.send(RECORD);

        // Then
        assertThat(built).hasSize(2);
        assertThat(built.get(1).sent).isEqualTo(1);
        assertThat(built.get(0).closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void producersThatFailAtOnceAreNotBuiltOneForEachRecord() {
        // Given
        built.get(0).broken = true;

        // When
        for (int i = 0; i < 10; i++) {
            var unused = sender.trySend(RECORD);
        }

        // Then
        assertThat(built).hasSize(1);
        assertThat(built.get(0).sent).isEqualTo(10);
    }

    @Test
    void nothingIsBuiltAfterTheEnd() {
        // Given
        sender.close();
        built.get(0).broken = true;
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        // When
        var unused = sender.send(RECORD);

        // Then
        assertThat(built).hasSize(1);
    }
}
