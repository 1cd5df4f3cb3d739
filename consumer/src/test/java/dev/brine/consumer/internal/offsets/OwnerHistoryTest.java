package dev.brine.consumer.internal.offsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dbrine.tracker.histories=N} runs N histories, {@code -Dbrine.tracker.first=S} from seed S on. */
final class OwnerHistoryTest {

    private static final int STEPS = 60;

    @Test
    void trackerAgreesWithThePlainOracleWhateverHappensToItsOwners() {
        long first = Long.getLong("brine.tracker.first", 1);
        LongStream.range(first, first + Long.getLong("brine.tracker.histories", 100_000))
                .forEach(seed -> new OwnerHistory(seed).run(STEPS));
    }

    static Stream<Arguments> mistakes() {
        Function<Snapshot, Tracking> late = WrongTrackers::late;
        Function<Snapshot, Tracking> seen = WrongTrackers::seen;
        Function<Snapshot, Tracking> dense = WrongTrackers::dense;
        Function<Snapshot, Tracking> real = Tracking::of;
        Tracking.Reader reads = Tracking::read;
        Tracking.Reader trusts = WrongTrackers::trusting;
        return Stream.of(
                arguments("S1: commits what was seen", seen, reads),
                arguments("S3: tracks after handing out", late, reads),
                arguments("S13: takes offsets to be dense", dense, reads),
                arguments("S14: trusts a foreign map", real, trusts));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesAreFoundWithinFewHistories(
            String mistake, Function<Snapshot, Tracking> trackers, Tracking.Reader reader) {
        // When
        long found = LongStream.range(1, 201)
                .filter(seed -> isFound(new OwnerHistory(seed, trackers, reader)))
                .count();

        // Then
        assertThat(found).as("histories of 200 that find it").isGreaterThan(10);
    }

    private static boolean isFound(OwnerHistory history) {
        try {
            history.run(STEPS);
            return false;
        } catch (AssertionError e) {
            return true;
        } catch (IllegalArgumentException | IllegalStateException e) {
            // The tracker itself refuses what cannot be.
            return true;
        }
    }
}
