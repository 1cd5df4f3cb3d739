package dev.brine.consumer;

/** Which records are worked on one after the other, in the order of their offsets. */
public enum Ordering {
    /** Those of one key, by its bytes, within one partition. Records without a key count as one key. */
    KEY,
    /** Those of one partition. */
    PARTITION,
    /** None: any record may be worked on at any time. */
    NONE
}
