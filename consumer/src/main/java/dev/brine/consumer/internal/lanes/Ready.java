package dev.brine.consumer.internal.lanes;

/** What runners take from the ready queue: a lane, or a {@link Bundle} of lanes. */
interface Ready {}
