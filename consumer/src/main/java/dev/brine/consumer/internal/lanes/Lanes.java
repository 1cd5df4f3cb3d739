package dev.brine.consumer.internal.lanes;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Which lane a record of one assignment goes to. Owner thread. */
public interface Lanes {

    /** The lane for a key's bytes. */
    Lane laneFor(@Nullable ByteBuffer key);

    /** Forgets a lane of which nothing is left. */
    void remove(Lane lane);

    /** One lane: the partition's own order. */
    static Lanes partition(Assignment assignment) {
        return new PartitionLanes(new Lane(assignment));
    }

    /** A lane for each record: no order. */
    static Lanes none(Assignment assignment) {
        return new FreeLanes(assignment);
    }

    /** A lane for each key that has records on their way, and one for those without a key. */
    static Lanes keys(Assignment assignment) {
        return new KeyLanes(assignment);
    }
}

/** A single lane for all. */
record PartitionLanes(Lane lane) implements Lanes {

    @Override
    public Lane laneFor(@Nullable ByteBuffer key) {
        return lane;
    }

    @Override
    public void remove(Lane finished) {}
}

/** A new lane for each record. */
record FreeLanes(Assignment assignment) implements Lanes {

    @Override
    public Lane laneFor(@Nullable ByteBuffer key) {
        return new Lane(assignment);
    }

    @Override
    public void remove(Lane finished) {}
}
