package dev.brine.cli.ledger;

/**
 * One record at a sink, once.
 *
 * @param run the number of the worker's process
 * @param taken whether the sink kept it, as against an attempt that it refused
 */
record Delivery(int run, String id, long offset, boolean taken) {

    String series() {
        return id.substring(0, id.lastIndexOf('-'));
    }

    long number() {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }
}
