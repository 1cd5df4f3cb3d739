package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.consumer.Cluster;
import dev.brine.consumer.Health;
import dev.brine.consumer.WithClients;
import dev.brine.consumer.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With the new protocol a poll fails, when it asks where to begin and the coordinator has forgotten the member or knows
 * it by a later epoch. The next heartbeat tells the consumer, which joins again.
 */
@BrineBroker
@Timeout(120)
final class ForgottenMemberIT {

    private EmbeddedBroker broker;

    @Test
    void pollOfAForgottenMemberIsTriedAgain() throws InterruptedException {
        // Given
        broker.createTopic("forgotten", 4);
        try (Cluster cluster = new Cluster(broker)) {
            cluster.sendCounted("forgotten", 400, 40);
            CountDownLatch done = new CountDownLatch(400);
            Forgotten tap = new Forgotten();
            Worker<String, String> worker = WithClients.of(
                            cluster.worker("forgotten", "forgetters"), new TappedClients(tap))
                    .handler(message -> done.countDown())
                    .build();

            // When
            worker.start();
            boolean all = done.await(60, TimeUnit.SECONDS);

            // Then
            Health health = worker.health();
            worker.close();
            assertThat(tap.polls).hasValueGreaterThan(2);
            assertThat(all).as("all done, %s", health).isTrue();
        }
    }

    private static final class Forgotten extends Tap {

        private final List<ApiException> failures =
                List.of(new UnknownMemberIdException("planted"), new StaleMemberEpochException("planted"));
        private final AtomicInteger polls = new AtomicInteger();

        private Forgotten() {
            super("forgotten", event -> {});
        }

        @Override
        ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
            int number = polls.getAndIncrement();
            if (number < failures.size()) {
                throw failures.get(number);
            }
            return super.poll(wait);
        }
    }
}
