package dev.brine.consumer.internal.offsets;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Trackers that make the mistakes that others have shipped. */
final class WrongTrackers {

    private WrongTrackers() {}

    /** S3: a record may be worked on before it is tracked; what is finished until then is forgotten. */
    static Tracking late(Snapshot committed) {
        return new Wrapped(committed) {
            private long waiting = -1;

            @Override
            public long deliver(long offset) {
                track();
                waiting = offset;
                return tickets++;
            }

            @Override
            public void advanceTo(long next) {
                track();
                super.advanceTo(next);
            }

            @Override
            public void finish(long ticket) {
                Long tracked = real.get(ticket);
                if (tracked != null && tracked != OffsetTracker.RESTORED) {
                    super.finish(tracked);
                }
            }

            private void track() {
                if (waiting >= 0) {
                    real.put(tickets - 1, super.deliver(waiting));
                    waiting = -1;
                }
            }
        };
    }

    /** S1: what was fetched may be committed. */
    static Tracking seen(Snapshot committed) {
        return new Wrapped(committed) {
            private long position = -1;

            @Override
            public long deliver(long offset) {
                position = offset + 1;
                return super.deliver(offset);
            }

            @Override
            public Snapshot snapshot() {
                return position < 0 ? super.snapshot() : new Snapshot(position, FinishedRanges.NONE);
            }
        };
    }

    /** S13: the frontier goes up one by one from the first offset, over those that are finished. */
    static Tracking dense(Snapshot committed) {
        return new Wrapped(committed) {
            private final Map<Long, Long> offsets = new HashMap<>();
            private final TreeSet<Long> finished = new TreeSet<>();
            private long next = committed.next();

            @Override
            public long deliver(long offset) {
                long ticket = super.deliver(offset);
                next = next < 0 ? offset : next;
                if (ticket == OffsetTracker.RESTORED) {
                    finished.add(offset);
                } else {
                    offsets.put(ticket, offset);
                }
                return ticket;
            }

            @Override
            public void finish(long ticket) {
                finished.add(offsets.get(ticket));
                super.finish(ticket);
            }

            @Override
            public long frontier() {
                while (finished.contains(next)) {
                    next++;
                }
                return next;
            }
        };
    }

    /** S14: metadata that cannot be read means that the committed offset is done. */
    static FinishedRanges trusting(String place, long offset, String metadata) {
        return CompletionMap.decode(place, offset, metadata) instanceof Restored.Unreadable
                ? FinishedRanges.builder().add(offset, offset + 1).build()
                : Tracking.read(place, offset, metadata);
    }

    private abstract static class Wrapped implements Tracking {

        private final Tracking behind;
        final Map<Long, Long> real = new HashMap<>();
        long tickets;

        private Wrapped(Snapshot committed) {
            behind = Tracking.of(committed);
        }

        @Override
        public long deliver(long offset) {
            return behind.deliver(offset);
        }

        @Override
        public void advanceTo(long next) {
            behind.advanceTo(next);
        }

        @Override
        public void finish(long ticket) {
            behind.finish(ticket);
        }

        @Override
        public long frontier() {
            return behind.frontier();
        }

        @Override
        public Snapshot snapshot() {
            return behind.snapshot();
        }
    }
}
