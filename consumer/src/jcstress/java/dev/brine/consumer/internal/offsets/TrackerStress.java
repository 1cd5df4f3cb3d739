package dev.brine.consumer.internal.offsets;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** The tracker belongs to the owner; a runner only sees tickets, and gives them back through the owner. */
public final class TrackerStress {

    private TrackerStress() {}

    /** The owner tracks, hands out, takes a snapshot; whatever the runner is at, no snapshot passes what is not done. */
    @JCStressTest
    @State
    @Outcome(id = "5, 5", expect = Expect.ACCEPTABLE, desc = "not worked on yet")
    @Outcome(id = "5, 6", expect = Expect.ACCEPTABLE, desc = "done after the snapshot")
    @Outcome(id = "6, 6", expect = Expect.ACCEPTABLE, desc = "done before the snapshot")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a record was passed")
    public static class TrackedBeforeHandedOut {

        private final OffsetTracker tracker = new OffsetTracker();
        private final AtomicLong handedOut = new AtomicLong(-1);
        private final AtomicLong done = new AtomicLong(-1);

        @Actor
        public void owner(JJ_Result result) {
            handedOut.set(tracker.deliver(5));
            takeBack();
            result.r1 = tracker.snapshot().next();
        }

        @Actor
        public void runner() {
            long ticket = handedOut.get();
            if (ticket >= 0) {
                done.set(ticket);
            }
        }

        @Arbiter
        public void rest(JJ_Result result) {
            takeBack();
            result.r2 = tracker.snapshot().next();
        }

        private void takeBack() {
            long ticket = done.getAndSet(-1);
            if (ticket >= 0) {
                tracker.finish(ticket);
            }
        }
    }
}
