package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As {@link RegulatedProcessor}, for batches: each record of one is admitted by itself, and counts by itself. */
final class RegulatedBatches extends RegulatedProcessor implements BatchProcessor {

    private final BatchProcessor batches;
    private final Regulator regulator;

    RegulatedBatches(BatchProcessor batches, Regulator regulator) {
        super(batches, regulator);
        this.batches = batches;
        this.regulator = regulator;
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
        if (!regulator.admit(work)) {
            return Verdict.WAIT;
        }
        Attempts before = work.attempts();
        Verdict unfit = batches.prepare(work);
        return unfit == null ? null : judged(work, before, unfit);
    }

    @Override
    public Answers handle(List<Work> works, Trigger trigger) {
        Answers answers = batches.handle(works, trigger);
        return new Answers() {
            @Override
            public Verdict verdict(int index) {
                Work work = works.get(index);
                Attempts before = work.attempts();
                return judged(work, before, answers.verdict(index));
            }

            @Override
            public void setAside(int from, int to) {
                answers.setAside(from, to);
                works.subList(from, to).forEach(work -> notCounted(work));
            }
        };
    }
}
