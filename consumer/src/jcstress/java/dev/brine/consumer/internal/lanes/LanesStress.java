package dev.brine.consumer.internal.lanes;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What two threads hand to each other without a lock, by every interleaving that jcstress can provoke. */
public final class LanesStress {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 3);

    private LanesStress() {}

    private static Work work(Lane lane, long offset) {
        return new Work(
                lane,
                offset,
                new ConsumerRecord<>(
                        "orders",
                        3,
                        offset,
                        0L,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        ByteBuffer.allocate(0),
                        ByteBuffer.allocate(0),
                        new RecordHeaders(),
                        Optional.empty()));
    }

    /** A runner pushes while the owner takes all: nothing is lost, nothing comes twice. */
    @JCStressTest
    @State
    @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "both in one go")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "one, then the other")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
    public static class NothingIsLostOnTheStack {

        private final Completions completions = new Completions(() -> {});
        private final Lane lane = new Lane(new Assignment(PARTITION, 1));
        private final Work second = work(lane, 2);

        public NothingIsLostOnTheStack() {
            completions.push(work(lane, 1), Verdict.DONE);
        }

        @Actor
        public void runner() {
            completions.push(second, Verdict.DONE);
        }

        @Actor
        public void owner(II_Result result) {
            result.r1 = completions.drainTo(Work::verdict);
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r2 = completions.drainTo(Work::verdict);
        }
    }

    /** Two runners push at once. */
    @JCStressTest
    @State
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both are there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
    public static class TwoRunnersPush {

        private final Completions completions = new Completions(() -> {});
        private final Lane lane = new Lane(new Assignment(PARTITION, 1));
        private final Work first = work(lane, 1);
        private final Work second = work(lane, 2);

        @Actor
        public void runner() {
            completions.push(first, Verdict.DONE);
        }

        @Actor
        public void otherRunner() {
            completions.push(second, Verdict.DONE);
        }

        @Arbiter
        public void owner(I_Result result) {
            result.r1 = completions.drainTo(Work::verdict);
        }
    }

    /** A runner lays down and hands over while the owner takes what it finds: nothing is lost, nothing comes twice. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 2", "1, 1", "2, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "each once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
    public static class NothingIsLostOnAShelf {

        private final Completions completions = new Completions(() -> {});
        private final Assignment assignment = new Assignment(PARTITION, 1);
        private final Lane lane = new Lane(assignment);
        private final Shelf shelf = completions.shelf(new Bundle(assignment, new Lane[] {lane}, 1), 0);
        private final Work first = work(lane, 1);
        private final Work second = work(lane, 2);

        @Actor
        public void runner() {
            shelf.put(first, Verdict.DONE);
            shelf.put(second, Verdict.DONE);
            completions.clear(shelf);
        }

        @Actor
        public void owner(II_Result result) {
            result.r1 = completions.drainTo(Work::verdict);
        }

        @Arbiter
        public void rest(II_Result result) {
            result.r2 = completions.drainTo(Work::verdict);
        }
    }

    /** The owner takes from a bundle what its runner is about to take: everyone has another lane. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 2", "2, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one each")
    @Outcome(expect = Expect.FORBIDDEN, desc = "in two hands, or in nobody's")
    public static class LaneOfABundleIsInOneHand {

        private final Assignment assignment = new Assignment(PARTITION, 1);
        private final Lane one = new Lane(assignment);
        private final Lane other = new Lane(assignment);
        private final Bundle bundle = new Bundle(assignment, new Lane[] {one, other}, 2);

        @Actor
        public void runner(II_Result result) {
            result.r1 = number(bundle.take());
        }

        @Actor
        public void owner(II_Result result) {
            result.r2 = number(bundle.take());
        }

        private int number(Lane lane) {
            return lane == one ? 1 : lane == other ? 2 : 0;
        }
    }

    /** The owner goes to sleep while a runner finishes: either it does not sleep, or it is woken. */
    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "does not sleep")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "does not sleep, is woken for nothing")
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "sleeps and is woken")
    @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "sleeps, and nobody wakes it")
    public static class WakeUpIsNotLost {

        private final AtomicInteger woken = new AtomicInteger();
        private final Completions completions = new Completions(woken::incrementAndGet);
        private final Work work = work(new Lane(new Assignment(PARTITION, 1)), 1);

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = completions.arm(1);
        }

        @Actor
        public void runner() {
            completions.push(work, Verdict.DONE);
        }

        @Arbiter
        public void after(ZZ_Result result) {
            result.r2 = woken.get() > 0;
        }
    }

    /** As above, for what is urgent: fewer entries than the owner waits for. */
    @JCStressTest
    @State
    @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "does not sleep")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "does not sleep, is woken for nothing")
    @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "sleeps and is woken")
    @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "sleeps, and nobody wakes it")
    public static class UrgentWakeUpIsNotLost {

        private final AtomicInteger woken = new AtomicInteger();
        private final Completions completions = new Completions(woken::incrementAndGet);
        private final Work work = work(new Lane(new Assignment(PARTITION, 1)), 1);

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = completions.arm(10);
        }

        @Actor
        public void runner() {
            completions.pushAndWake(work, Verdict.RETRY);
        }

        @Arbiter
        public void after(ZZ_Result result) {
            result.r2 = woken.get() > 0;
        }
    }

    /** The owner appends while the runner finishes the last record: exactly one of them has the lane afterwards. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the owner makes it ready")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the runner goes on")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "in two hands")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "in nobody's hands")
    public static class LaneIsInOneHand {

        private final Lane lane = new Lane(new Assignment(PARTITION, 1));
        private final Work first = work(lane, 1);
        private final Work second = work(lane, 2);

        public LaneIsInOneHand() {
            lane.append(first);
        }

        @Actor
        public void owner(ZZ_Result result) {
            result.r1 = lane.append(second);
        }

        @Actor
        public void runner(ZZ_Result result) {
            result.r2 = lane.release(1, first) && lane.front().record().offset() == 2;
        }
    }

    /** A runner that looks whether there is more sees a record whole, or not at all. */
    @JCStressTest
    @State
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not there yet")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "there")
    @Outcome(expect = Expect.FORBIDDEN, desc = "half there")
    public static class AppendedRecordIsWhole {

        private final Lane lane = new Lane(new Assignment(PARTITION, 1));
        private final Work first = work(lane, 1);

        public AppendedRecordIsWhole() {
            lane.append(first);
        }

        @Actor
        public void owner() {
            lane.append(work(lane, 2));
        }

        @Actor
        public void runner(I_Result result) {
            result.r1 = lane.hasMoreThan(1) ? (int) lane.behind(first).record().offset() : 0;
        }
    }

    /** A partition is closed while a runner begins: the runner sees that, or the owner sees the runner. */
    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the runner has seen it and left")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the runner sees it and leaves")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "the runner works, the owner waits for it")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "works, and nobody waits for it")
    public static class ClosingSeesWhoIsInside {

        private final Assignment assignment = new Assignment(PARTITION, 1);

        @Actor
        public void runner(II_Result result) {
            assignment.enter();
            if (assignment.closed()) {
                assignment.leave();
            } else {
                result.r1 = 1;
            }
        }

        @Actor
        public void owner(II_Result result) {
            assignment.close();
            result.r2 = assignment.inHandlers();
        }
    }
}
