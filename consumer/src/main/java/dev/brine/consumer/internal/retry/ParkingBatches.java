package dev.brine.consumer.internal.retry;

import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As {@link ParkingProcessor}, for batches. Only the first record of a lane can be one that follows: while a batch holds the lane,
 * nothing of its key becomes parked.
 */
final class ParkingBatches extends ParkingProcessor implements BatchProcessor {

    private final BatchProcessor batches;

    ParkingBatches(BatchProcessor batches, RetryTopics policy) {
        super(batches, policy);
        this.batches = batches;
    }

    @Override
    public int maxRecords() {
        return batches.maxRecords();
    }

    @Override
    public long maxWaitNanos() {
        return batches.maxWaitNanos();
    }

    @Override
    public Timekeeper timekeeper() {
        return batches.timekeeper();
    }

    @Override
    public @Nullable Verdict prepare(Work work) {
        return follows(work) ? Verdict.PARK : batches.prepare(work);
    }

    @Override
    public Answers handle(List<Work> works, Trigger trigger) {
        Answers answers = batches.handle(works, trigger);
        return new Answers() {
            @Override
            public Verdict verdict(int index) {
                return judged(works.get(index), answers.verdict(index));
            }

            @Override
            public void setAside(int from, int to) {
                answers.setAside(from, to);
            }
        };
    }
}
