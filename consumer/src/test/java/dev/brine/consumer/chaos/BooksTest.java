package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.chaos.Books.State;
import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Evidence.ParkedCopy;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import dev.brine.consumer.internal.retry.LogCommit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Partition 0, whose source is committed up to 100; source offset 7 has one copy in the retry topic. */
final class BooksTest {

    private static final String OWNER = "0123456789abcdef";
    private static final long COMMITTED = 1_000;
    private static final long FENCE = 20;

    @Test
    void acknowledgedCopyOfTheOwnerIsParked() {
        assertThat(isParked(FENCE + 5, OWNER, COMMITTED - 1, 10)).isTrue();
    }

    @Test
    void copyThatWasAcknowledgedLaterIsNot() {
        assertThat(isParked(FENCE + 5, OWNER, COMMITTED + 1, 10)).isFalse();
    }

    @Test
    void copyThatTheOwnerHasFoundIsParkedWhoeverHeardOfIt() {
        assertThat(isParked(FENCE - 1, "an earlier one", COMMITTED + 1, 10)).isTrue();
    }

    @Test
    void copyBehindTheFenceIsNotThatOfAnEarlierOwner() {
        assertThat(isParked(FENCE, "an earlier one", COMMITTED - 1, 10)).isFalse();
    }

    @Test
    void finishedCopyIsNotParked() {
        assertThat(isParked(FENCE - 1, OWNER, COMMITTED - 1, FENCE)).isFalse();
    }

    /**
     * @param at of the copy in the retry topic
     * @param heard when a worker was told that it is there
     * @param frontier of the retry partition
     */
    private static boolean isParked(long at, String token, long heard, long frontier) {
        Event parked = new Event(Kind.PARKED, heard, "w01", 0, 1, 7, "key", 1, at);
        String metadata =
                LogCommit.encode("t.retry-0", new Snapshot(frontier, FinishedRanges.NONE), OWNER, FENCE, 4_096);
        Evidence run = new Evidence(
                Mode.RETRY_TOPICS,
                1,
                "t",
                "t.retry",
                Map.of(),
                List.of(parked),
                List.of(new Commit("t", 0, 100, "", COMMITTED)),
                List.of(new Commit("t.retry", 0, frontier, metadata, COMMITTED)),
                Map.of(0, 100L),
                Map.of(),
                Map.of(0, new TreeMap<>(Map.of(at, new ParkedCopy(7, token, 0)))),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                0,
                COMMITTED);
        Books books = new Books(run);
        State state = books.last(0);
        return books.isParked(state, 0, 7, COMMITTED);
    }
}
