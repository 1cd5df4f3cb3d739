package dev.brine.consumer.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogCommitTest {

    private static final String PLACE = "orders.billing.retry-3";
    private static final Snapshot SNAPSHOT =
            new Snapshot(40, FinishedRanges.builder().add(42, 50).add(60, 61).build());

    @Test
    void whatIsWrittenIsRead() {
        String text = LogCommit.encode(PLACE, SNAPSHOT, "abc", 17, 4096);
        assertThat(LogCommit.decode(PLACE, 40, text)).isEqualTo(new LogCommit(SNAPSHOT, "abc", 17, null));
        String empty = LogCommit.encode(PLACE, new Snapshot(40, FinishedRanges.NONE), "abc", 17, 4096);
        assertThat(LogCommit.decode(PLACE, 40, empty))
                .isEqualTo(new LogCommit(new Snapshot(40, FinishedRanges.NONE), "abc", 17, null));
    }

    @Test
    void textFitsHoweverMuchIsFinished() {
        Random random = new Random(7);
        FinishedRanges.Builder finished = FinishedRanges.builder();
        long at = 41;
        for (int i = 0; i < 5_000; i++) {
            at += 1 + random.nextInt(50);
            finished.add(at, at += 1 + random.nextInt(50));
        }
        String text =
                LogCommit.encode(PLACE, new Snapshot(40, finished.build()), "0123456789abcdef", Long.MAX_VALUE, 4096);
        assertThat(text.length()).isLessThanOrEqualTo(4096);
        assertThat(LogCommit.decode(PLACE, 40, text).problem()).isNull();
    }

    @Test
    void copyOfAnotherPlaceOrOffsetIsNotBelieved() {
        String text = LogCommit.encode(PLACE, SNAPSHOT, "abc", 17, 4096);
        assertThat(LogCommit.decode("orders.billing.retry-4", 40, text).problem())
                .contains("checksum");
        assertThat(LogCommit.decode(PLACE, 39, text).problem()).contains("checksum");
        assertThat(LogCommit.decode(PLACE, 40, text.replace(":17:", ":18:")).problem())
                .contains("checksum");
        assertThat(LogCommit.decode(PLACE, 40, text.replace(":abc:", ":abd:")).token())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "AgAAAZ0rQk8", "brine:1:AAAA", "brine-retry:1:", "brine-retry:1:a:x:y:", "brine-retry:1:a:b"
            })
    void foreignTextMeansNoTokenAndNothingFinished(String text) {
        LogCommit read = LogCommit.decode(PLACE, 40, text);
        assertThat(read.problem()).isNotNull();
        assertThat(read.token()).isNull();
        assertThat(read.snapshot()).isEqualTo(new Snapshot(40, FinishedRanges.NONE));
    }
}
