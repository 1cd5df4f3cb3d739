package dev.brine.bench.gateway;

/**
 * A stretch of load.
 *
 * @param rate requests a second, due whatever becomes of those before them; 0 for one behind the other on every connection
 */
record Step(double rate, double seconds) {

    static Step closed(double seconds) {
        return new Step(0, seconds);
    }
}
