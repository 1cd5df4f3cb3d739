package dev.brine.consumer.internal.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.consumer.internal.lanes.Samples;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class AttemptTest {

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final Attempt attempt = new Attempt(Samples.work(Samples.record(7, "alice", "order")), outlet);

    @Test
    void attemptWithoutSendsAsksNothingOfTheOutlet() {
        // Given
        outlet.answer = new CompletableFuture<>();

        // When, Then
        assertThat(attempt.succeeded()).isNull();
        assertThat(outlet.handed).isEmpty();
    }

    @Test
    void sendsGoOutTogetherAndInOrder() {
        // When
        attempt.send("a", null, Samples.bytes("1").array());
        attempt.send("b", null, Samples.bytes("2").array());
        attempt.send("a", null, Samples.bytes("3").array());
        attempt.succeeded();

        // Then
        assertThat(outlet.handed).hasSize(1);
        assertThat(outlet.values()).containsExactly("1", "2", "3");
    }

    @Test
    void attemptThatWouldKeepTooMuchRefusesAndSaysHowMuchThatIs() {
        // Given: what is refused is not kept, so that a smaller one still goes
        byte[] half = new byte[(int) (Attempt.MOST_BYTES / 2)];
        attempt.send("a", null, half);

        // When, Then
        assertThatThrownBy(() -> attempt.send("a", null, half))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32 MiB");
        attempt.send("a", null, Samples.bytes("small").array());
        attempt.succeeded();
        assertThat(outlet.handed.get(0).records()).hasSize(2);
    }

    @Test
    void attemptEndsOnce() {
        // Given
        attempt.send("a", null, Samples.bytes("1").array());
        attempt.failed();

        // When, Then
        assertThatThrownBy(attempt::succeeded)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended before its handler");
        assertThat(outlet.handed).isEmpty();
    }
}
