package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A key of partition 0 with its number 1 at offset 10 and its number 2 at offset 20, and a worker that has the partition twice. */
final class KeyOrderTest {

    private final List<Event> events = new ArrayList<>();
    private long now = 1_000;

    @Test
    void numberMayBeginWhenTheOneBeforeItIsFinishedInItsEpoch() {
        // Given
        assigned(1);
        tell(Kind.BEGAN, 1, 1);
        tell(Kind.DONE, 1, 1);

        // When
        tell(Kind.BEGAN, 1, 2);

        // Then
        assertThat(violations()).isEmpty();
    }

    @Test
    void numberMayNotBeginBeforeTheOneBeforeItIsFinished() {
        // Given
        assigned(1);
        tell(Kind.BEGAN, 1, 1);

        // When
        tell(Kind.BEGAN, 1, 2);

        // Then
        tell(Kind.DONE, 1, 1);
        assertThat(violations()).containsExactly("ORDER");
    }

    @Test
    void outcomeOfAnEarlierEpochDoesNotCountInALaterOne() {
        // Given
        assigned(1);
        tell(Kind.BEGAN, 1, 1);
        assigned(2);
        tell(Kind.DONE, 1, 1);

        // When
        tell(Kind.BEGAN, 2, 2);

        // Then
        assertThat(violations()).containsExactly("ORDER");
    }

    @Test
    void givenUpAgainBecauseOfAnEarlierRefusalCountsWhenItIsTold() {
        // Given: what is told has the message of the only call
        assigned(1);
        tell(Kind.BEGAN, 1, 1);
        assigned(2);
        tell(Kind.DEAD, 1, 1);

        // When
        tell(Kind.BEGAN, 2, 2);

        // Then
        assertThat(violations()).isEmpty();
    }

    private void assigned(int epoch) {
        events.add(new Event(Kind.ASSIGNED, now++, "w01", 0, epoch, -1, "-", -1, -1));
    }

    private void tell(Kind kind, int epoch, long number) {
        events.add(new Event(kind, now++, "w01", 0, epoch, number * 10, "key", number, -1));
    }

    private List<String> violations() {
        TreeMap<Long, Acknowledged> sent = new TreeMap<>();
        for (long number = 1; number <= 2; number++) {
            sent.put(number * 10, new Acknowledged(0, number * 10, "key", number, 0));
        }
        Evidence run = new Evidence(
                Mode.EXACTLY_ONCE,
                1,
                "t",
                "t.retry",
                Map.of(0, sent),
                events,
                List.of(),
                List.of(),
                Map.of(0, 30L),
                Map.of(),
                Map.of(),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                0,
                now);
        List<String> found = new ArrayList<>();
        new KeyOrder(run, new Books(run), this::firstOutcome, (rule, what) -> found.add(rule.name())).check();
        return found;
    }

    private long firstOutcome(int partition, long offset) {
        return events.stream()
                .filter(event -> event.kind().isOutcome() && event.offset() == offset)
                .mapToLong(Event::millis)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
