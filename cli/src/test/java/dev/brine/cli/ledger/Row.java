package dev.brine.cli.ledger;

import java.nio.ByteBuffer;

/** One record of a topic, as the auditor finds it. */
record Row(long offset, String id, String source, String position, ByteBuffer value) {

    /** What {@code brine.source} and {@code brine.position} say together. */
    String origin() {
        return source + " " + position;
    }
}
