package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit of sinks finds what it is for. */
class DeliveriesTest {

    private static final Map<Long, String> TOPIC = Map.of(0L, "a-0", 1L, "a-1", 2L, "b-0");
    private static final Map<Integer, Long> COMMITTED = Map.of(1, 0L, 2, 1L);

    @Test
    void whatWasNotCommittedMayComeAgainInOrder() {
        assertThatCode(() -> audit(taken(1, 2), taken(1, 0), refused(1, 1), taken(1, 1), taken(2, 1), taken(2, 2)))
                .doesNotThrowAnyException();
    }

    @Test
    void recordThatNeverCameIsFound() {
        assertThatThrownBy(() -> audit(taken(1, 0), refused(1, 1), taken(1, 2))).hasMessageContaining("has not got");
    }

    @Test
    void recordThatOvertakesOneThatWasRefusedIsFound() {
        assertThatThrownBy(() -> audit(refused(1, 0), taken(1, 1), taken(1, 0), taken(1, 2)))
                .hasMessageContaining("overtakes");
    }

    @Test
    void goingBackWithoutAKillIsFound() {
        assertThatThrownBy(() -> audit(taken(1, 0), taken(1, 1), taken(1, 0), taken(1, 2)))
                .hasMessageContaining("comes after 1");
    }

    @Test
    void committedRecordThatComesAgainIsFound() {
        assertThatThrownBy(() -> audit(taken(1, 0), taken(1, 1), taken(1, 2), taken(2, 0)))
                .hasMessageContaining("was committed before its run");
    }

    private static void audit(Delivery... all) {
        new Deliveries("sink", List.of(all)).audit(TOPIC, COMMITTED);
    }

    private static Delivery taken(int run, long offset) {
        return new Delivery(run, TOPIC.get(offset), offset, true);
    }

    private static Delivery refused(int run, long offset) {
        return new Delivery(run, TOPIC.get(offset), offset, false);
    }
}
