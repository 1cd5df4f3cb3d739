package dev.brine.bench.pipeline;

import java.util.List;

/** One way of sending. */
interface Outbound {

    /** Sends as many records as the road says, value after value, and returns when all are acknowledged. */
    Pace send(Road road, List<Object> values);
}
