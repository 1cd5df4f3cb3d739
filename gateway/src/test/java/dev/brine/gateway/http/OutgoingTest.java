package dev.brine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutgoingTest {

    private static final Answer ANSWER = Answer.of(200, Answer.JSON, new byte[100_000]);

    private final Scheduler scheduler = new ScheduledExecutorScheduler("test", true);
    private final ByteArrayEndPoint end = new ByteArrayEndPoint();
    private final AtomicInteger over = new AtomicInteger();
    private final Callback counting = Callback.from(over::incrementAndGet);

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
    }

    @Test
    void answerThatIsTakenTooSlowlyEndsTheConnectionAndGivesItsRoomBack() {
        // Given
        Outgoing outgoing = new Outgoing(150_000, Duration.ofMillis(50), 10_000);
        assertThat(outgoing.take(ANSWER)).isTrue();
        assertThat(outgoing.take(ANSWER)).isFalse();
        Outgoing.Delivery delivery = outgoing.delivery(ANSWER, end, scheduler, counting);

        // When
        delivery.begun();

        // Then
        Awaitility.await().until(() -> !end.isOpen());
        assertThat(outgoing.take(ANSWER)).isFalse();
        delivery.failed(new java.io.EOFException());
        assertThat(over).hasValue(1);
        assertThat(outgoing.take(ANSWER)).isTrue();
    }

    @Test
    void answerThatIsTakenInTimeLeavesTheConnection() {
        // Given
        Outgoing outgoing = new Outgoing(150_000, Duration.ofMillis(50), 10_000);
        assertThat(outgoing.take(ANSWER)).isTrue();
        Outgoing.Delivery delivery = outgoing.delivery(ANSWER, end, scheduler, counting);

        // When
        delivery.begun();
        delivery.succeeded();

        // Then
        assertThat(outgoing.take(ANSWER)).isTrue();
        Awaitility.await()
                .during(Duration.ofMillis(200))
                .atMost(Duration.ofSeconds(5))
                .until(end::isOpen);
    }

    @Test
    void whatIsKeptAnywayAndWhatIsSmallTakesNoRoom() {
        Outgoing outgoing = new Outgoing(1, Duration.ofMillis(50), 10_000);

        assertThat(outgoing.take(ANSWER.ofKept())).isTrue();
        assertThat(outgoing.take(Answer.of(200, Answer.JSON, new byte[1_000]))).isTrue();
        assertThat(outgoing.take(ANSWER)).isFalse();
    }
}
