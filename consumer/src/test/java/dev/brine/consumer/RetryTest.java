package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryTest {

    @Test
    void waitsDoubleUpToTheCap() {
        // Given
        Retry retry = Retry.times(10).backoff(Duration.ofMillis(100)).cap(Duration.ofSeconds(1));

        // When, Then
        assertThat(IntStream.rangeClosed(1, 6).mapToObj(failures -> retry.waitAfter(failures, 0)))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    }

    @Test
    void randomPartShortensAWaitByAFifthAtMost() {
        assertThat(Retry.DEFAULT.waitAfter(1, 0.999999)).isBetween(Duration.ofMillis(80), Duration.ofMillis(81));
    }

    @Test
    void anyNumberOfFailuresStaysWithinTheCap() {
        // Given
        Retry longest =
                Retry.times(Integer.MAX_VALUE).backoff(Duration.ofHours(1)).cap(Duration.ofDays(300));

        // When, Then
        for (int failures : new int[] {1, 10, 40, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
            assertThat(longest.waitAfter(failures, 0)).isBetween(Duration.ofHours(1), Duration.ofDays(300));
        }
    }

    @Test
    void noWaitIsAllowed() {
        assertThat(Retry.times(3).backoff(Duration.ZERO).waitAfter(64, 0.5)).isZero();
    }

    @Test
    void retryThatNeverCallsIsRefused() {
        assertThatThrownBy(() -> Retry.times(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 or more");
    }

    @Test
    void nearestClassNamedDecidesWhatAFailureMeans() {
        // Given
        Retry retry = Retry.DEFAULT
                .giveUpOn(IOException.class)
                .retryOn(FileNotFoundException.class)
                .stopOn(AccessDeniedException.class)
                .classify(failure -> failure.getMessage() == null ? FailureClass.RETRY : FailureClass.STOP);

        // When, Then
        assertThat(classOf(retry, new IOException())).isEqualTo(FailureClass.GIVE_UP);
        assertThat(classOf(retry, new EOFException())).isEqualTo(FailureClass.GIVE_UP);
        assertThat(classOf(retry, new FileNotFoundException())).isEqualTo(FailureClass.RETRY);
        assertThat(classOf(retry, new AccessDeniedException("f"))).isEqualTo(FailureClass.STOP);
        assertThat(classOf(retry, new IllegalStateException())).isEqualTo(FailureClass.RETRY);
        assertThat(classOf(retry, new IllegalStateException("m"))).isEqualTo(FailureClass.STOP);
        assertThat(retry.backoff(Duration.ZERO).cap(Duration.ZERO).classifier()).isEqualTo(retry.classifier());
    }

    @Test
    void everyFailureIsTriedAgainUnlessSaidOtherwise() {
        assertThat(classOf(Retry.never(), new OutOfMemoryError())).isEqualTo(FailureClass.RETRY);
    }

    @Test
    void classThatIsNamedForTwoThingsIsRefused() {
        assertThatThrownBy(() -> Retry.DEFAULT.giveUpOn(IOException.class).stopOn(IOException.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.io.IOException is classed twice");
    }

    private static FailureClass classOf(Retry retry, Throwable failure) {
        return retry.classifier().apply(failure);
    }
}
