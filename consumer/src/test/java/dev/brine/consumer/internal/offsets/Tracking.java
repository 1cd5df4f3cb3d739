package dev.brine.consumer.internal.offsets;

/** What a history asks of a tracker, so that wrong ones can take the place of the real one. */
interface Tracking {

    /** How a commit's metadata is understood. */
    interface Reader {
        FinishedRanges read(String place, long offset, String metadata);
    }

    long deliver(long offset);

    void advanceTo(long next);

    void finish(long ticket);

    long frontier();

    Snapshot snapshot();

    /** The real one. */
    static Tracking of(Snapshot committed) {
        OffsetTracker tracker = new OffsetTracker(committed);
        return new Tracking() {
            @Override
            public long deliver(long offset) {
                return tracker.deliver(offset);
            }

            @Override
            public void advanceTo(long next) {
                tracker.advanceTo(next);
            }

            @Override
            public void finish(long ticket) {
                tracker.finish(ticket);
            }

            @Override
            public long frontier() {
                return tracker.frontier();
            }

            @Override
            public Snapshot snapshot() {
                return tracker.snapshot();
            }
        };
    }

    /** As the worker understands it. */
    static FinishedRanges read(String place, long offset, String metadata) {
        return CompletionMap.decode(place, offset, metadata) instanceof Restored.Map map
                ? map.finished()
                : FinishedRanges.NONE;
    }
}
