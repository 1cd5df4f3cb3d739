package dev.brine.bench.pipeline;

/** One way of reading. */
interface Inbound {

    /** Reads all records of the road, from the first to the last. */
    Pace read(Road road);
}
