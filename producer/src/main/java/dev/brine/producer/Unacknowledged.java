package dev.brine.producer;

/**
 * What a closed producer leaves without an acknowledgement.
 *
 * @param records how many records were given up when the time for closing was over; each has failed its future
 * @param bytes their serialised size
 */
public record Unacknowledged(long records, long bytes) {

    /** Tells whether everything that was sent has been acknowledged, or had failed before the close. */
    public boolean none() {
        return records == 0;
    }
}
