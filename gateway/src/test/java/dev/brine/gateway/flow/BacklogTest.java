package dev.brine.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A cluster that takes a mebibyte every 20 ms, unless said otherwise. */
final class BacklogTest {

    private static final int SIZE = 64 << 10;
    private static final long TURN = Duration.ofMillis(20).toNanos();
    private static final int A_TURN = (1 << 20) / SIZE;
    private static final int MANY = 1_000;

    private final AtomicLong clock = new AtomicLong();
    private final Backlog backlog = new Backlog(clock::get);
    private final Deque<Long> waiting = new ArrayDeque<>();

    @Test
    void aLittleMayAlwaysWait() {
        // Given
        send(A_TURN);

        // When
        clock.addAndGet(Duration.ofMinutes(1).toNanos());

        // Then
        assertThat(backlog.crowded()).isFalse();
    }

    @Test
    void beforeTheRateIsKnownNothingIsTooMuch() {
        // Given
        send(40 * A_TURN);

        // Then
        assertThat(backlog.crowded()).isFalse();
    }

    @Test
    void whatWouldWaitForLongerThanThePatienceIsTooMuch() {
        // Given
        keepBusy(6);

        // When
        send(A_TURN);
        boolean some = backlog.crowded();
        send(20 * A_TURN);
        boolean many = backlog.crowded();

        // Then
        assertThat(some).as("seven turns of 20 ms").isFalse();
        assertThat(many).as("27 turns of 20 ms").isTrue();
    }

    @Test
    void afterTooMuchLessMayWaitUntilNobodyWasTurnedAwayForASecond() {
        // Given: 28 turns, then 22, with 23 to wait for at most
        keepBusy(6);
        send(22 * A_TURN);
        assertThat(backlog.crowded()).isTrue();
        for (int i = 0; i < 6; i++) {
            acknowledge(A_TURN);
        }

        // When
        boolean soon = backlog.crowded();
        for (int i = 0; i < 60; i++) {
            acknowledge(A_TURN);
            send(A_TURN);
        }
        boolean later = backlog.crowded();

        // Then
        assertThat(soon).isTrue();
        assertThat(later).isFalse();
    }

    @Test
    void aRateFromABadTimeIsForgottenUnderALoadThatStays() {
        // Given: twice what the cluster takes, and then for a while it takes a sixteenth
        overload(200, A_TURN, 1);
        overload(200, 1, 1);

        // When: it takes as much as before, and answers after 60 ms
        overload(200, A_TURN, 3);
        int taken = overload(100, A_TURN, 3);

        // Then
        assertThat(taken).isGreaterThan(95 * A_TURN);
    }

    @Test
    void underTooMuchABurstIsNotLetInBeforeTheFirstOfItIsThere() {
        // Given
        keepBusy(6);
        send(22 * A_TURN);
        assertThat(backlog.crowded()).isTrue();
        acknowledge(waiting.size());

        // When: bodies of a mebibyte, none of which is there yet
        int bodies = letIn();

        // Then: the patience of 10 ms and three times the shortest acknowledgement, 20 ms, is 3.5 MiB
        assertThat(bodies).isEqualTo(4);
        assertThat(letIn()).isZero();
    }

    @Test
    void aBurstAfterAQuietSecondMayComeAsAWhole() {
        // Given
        keepBusy(6);

        // Then
        assertThat(letIn()).isEqualTo(MANY);
    }

    @Test
    void ofSmallRequestsFewerBytesMayWait() {
        // Given: a cluster that takes 64 KiB a turn, and has six turns to do
        small(MANY);
        keepBusy(6, 1);

        // When: 46 turns, with 460 ms to wait for at most
        send(40);

        // Then
        assertThat(backlog.crowded()).isTrue();
    }

    @Test
    void someLargeRequestsAmongManySmallOnesMayStillWait() {
        // Given
        for (int i = 0; i < 10; i++) {
            small(MANY / 10);
            backlog.announce(2 * SIZE).became(SIZE);
        }
        keepBusy(6, 1);

        // When
        send(40);

        // Then
        assertThat(backlog.crowded()).isFalse();
    }

    private void small(int requests) {
        for (int i = 0; i < requests; i++) {
            backlog.announce(1_000).became(400);
        }
    }

    private int letIn() {
        int bodies = 0;
        while (bodies < MANY && !backlog.crowded()) {
            backlog.announce(1 << 20);
            bodies++;
        }
        return bodies;
    }

    /**
     * Offers two mebibytes a turn.
     *
     * @param most records that the cluster takes in a turn
     * @param delay turns from a record to its acknowledgement, at least
     * @return records acknowledged
     */
    private int overload(int turns, int most, int delay) {
        int taken = 0;
        for (int i = 0; i < turns; i++) {
            for (int j = 0; j < 2 && !backlog.crowded(); j++) {
                send(A_TURN);
            }
            clock.addAndGet(TURN);
            for (int j = 0; j < most && !waiting.isEmpty() && clock.get() - waiting.peek() >= delay * TURN; j++) {
                backlog.acknowledged(SIZE, waiting.poll());
                taken++;
            }
        }
        return taken;
    }

    @Test
    void itEndsWhenKafkaHasTakenWhatWasTooMuch() {
        // Given
        keepBusy(6);
        send(20 * A_TURN);
        assertThat(backlog.crowded()).isTrue();

        // When
        for (int i = 0; i < 23; i++) {
            acknowledge(A_TURN);
        }

        // Then
        assertThat(backlog.crowded()).isFalse();
    }

    @Test
    void aClusterThatFallsSilentIsTooSlowWhateverItTookBefore() {
        // Given
        keepBusy(6);
        assertThat(backlog.crowded()).isFalse();

        // When
        clock.addAndGet(Duration.ofSeconds(1).toNanos());

        // Then
        assertThat(backlog.crowded()).isTrue();
    }

    @Test
    void whatHasFailedWaitsNoMore() {
        // Given
        keepBusy(6);
        send(20 * A_TURN);

        // When
        while (!waiting.isEmpty()) {
            waiting.poll();
            backlog.failed(SIZE);
        }

        // Then
        assertThat(backlog.crowded()).isFalse();
    }

    @Test
    void aClusterThatIsFarAwayIsNotTakenForASlowOne() {
        // Given: a mebibyte every 20 ms, each acknowledged after 400 ms
        keepBusy(20);

        // Then
        assertThat(backlog.crowded()).isFalse();
    }

    private void keepBusy(int turns) {
        keepBusy(turns, A_TURN);
    }

    /**
     * @param turns how many are always under way
     * @param each records that the cluster takes in one
     */
    private void keepBusy(int turns, int each) {
        for (int i = 0; i < turns; i++) {
            send(each);
            clock.addAndGet(TURN);
        }
        for (int i = 0; i < 50; i++) {
            acknowledge(each);
            send(each);
        }
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            waiting.add(backlog.sent(SIZE));
        }
    }

    private void acknowledge(int count) {
        clock.addAndGet(TURN);
        for (int i = 0; i < count && !waiting.isEmpty(); i++) {
            backlog.acknowledged(SIZE, waiting.poll());
        }
    }
}
