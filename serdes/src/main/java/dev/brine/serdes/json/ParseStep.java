package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;

/** Checks one value against one schema, and writes it as Avro binary. Immutable once planned. */
interface ParseStep {

    /** The kinds of JSON value that can fit, as bits of {@link Tokens}. */
    int kinds();

    /** What fits, in words: {@code a date such as 2026-11-20}. */
    String words();

    /** Stands on the first token of the value, and afterwards on the last. */
    void parse(JsonSource in, BinaryOutput out);
}
