package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Completions;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

/** An owner that may be away for ten seconds, and a clock of which the test is the master. */
final class AttendanceTest {

    private static final Duration WAIT = Duration.ofMillis(100);
    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private final List<String> calls = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private RuntimeException failBehindPoll;
    private int pollSeconds;
    private long seconds = 1_000;
    private final Attendance attendance = new Attendance(
            "billing",
            consumer(),
            new Completions(() -> {}),
            Duration.ofSeconds(10),
            () -> Duration.ofSeconds(seconds).toNanos(),
            () -> calls.add("subscribe"),
            () -> calls.add("forget"));

    @Test
    void whoPollsInTimeGetsRecords() {
        // Given
        attendance.begin();

        // When
        seconds += 9;
        int first = attendance.attend(WAIT).count();
        seconds += 9;
        int second = attendance.attend(WAIT).count();

        // Then
        assertThat(first + second).isEqualTo(2);
        assertThat(calls).containsExactly("subscribe", "poll", "poll");
    }

    @Test
    void whoWasAwayJoinsAnewBeforeItPolls() {
        // Given
        attendance.begin();
        attendance.attend(WAIT);

        // When
        seconds += 10;
        int records = attendance.attend(WAIT).count();
        attendance.attend(WAIT);

        // Then
        assertThat(records).isZero();
        assertThat(calls).containsExactly("subscribe", "poll", "unsubscribe", "forget", "subscribe", "poll");
    }

    @Test
    void whatCameWithAPollThatTookTooLongDoesNotCount() {
        // Given: four seconds before the poll, six within
        attendance.begin();
        seconds += 4;
        pollSeconds = 6;

        // When
        int records = attendance.attend(WAIT).count();

        // Then
        assertThat(records).isZero();
        assertThat(calls).containsExactly("subscribe", "poll", "unsubscribe", "forget", "subscribe");
    }

    @Test
    void leavingThatIsWokenIsTriedAgain() {
        // Given
        attendance.begin();
        seconds += 10;
        failures.add(new WakeupException());

        // When
        attendance.attend(WAIT);
        attendance.attend(WAIT);

        // Then
        assertThat(calls).containsExactly("subscribe", "unsubscribe", "unsubscribe", "forget", "subscribe");
    }

    /** Its records are gone, so nothing may go on as if it had been there. */
    @Test
    void leavingThatIsWokenBehindAPollIsTriedAgainToo() {
        // Given
        attendance.begin();
        seconds += 4;
        pollSeconds = 6;
        failBehindPoll = new WakeupException();

        // When
        attendance.attend(WAIT);
        attendance.attend(WAIT);

        // Then
        assertThat(calls).containsExactly("subscribe", "poll", "unsubscribe", "unsubscribe", "forget", "subscribe");
    }

    @Test
    void whoCannotSayThatItLeavesJoinsAnew() {
        // Given
        attendance.begin();
        seconds += 10;
        failures.add(new TimeoutException("no answer"));

        // When
        attendance.attend(WAIT);

        // Then
        assertThat(calls).containsExactly("subscribe", "unsubscribe", "forget", "subscribe");
    }

    @Test
    void pollOfAForgottenMemberBringsNothingAndGoesOn() {
        // Given
        attendance.begin();
        failures.add(new UnknownMemberIdException("planted"));

        // When
        int records = attendance.attend(WAIT).count();

        // Then
        assertThat(records).isZero();
        assertThat(attendance.attend(WAIT).count()).isOne();
    }

    @SuppressWarnings("unchecked")
    private Consumer<ByteBuffer, ByteBuffer> consumer() {
        return (Consumer<ByteBuffer, ByteBuffer>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    if (!failures.isEmpty()) {
                        throw failures.remove(0);
                    }
                    if (!method.getName().equals("poll")) {
                        return null;
                    }
                    seconds += pollSeconds;
                    if (failBehindPoll != null) {
                        failures.add(failBehindPoll);
                        failBehindPoll = null;
                    }
                    ByteBuffer empty = ByteBuffer.allocate(0);
                    return new ConsumerRecords<>(
                            Map.of(PARTITION, List.of(new ConsumerRecord<>("orders", 3, 0, empty, empty))), Map.of());
                });
    }
}
