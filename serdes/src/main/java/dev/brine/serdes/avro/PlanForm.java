package dev.brine.serdes.avro;

/** In which form plans run. */
enum PlanForm {
    /** As a tree of steps. */
    COMPOSED,
    /** As a class from the first value on; as steps if none can be made. */
    GENERATED,
    /** As steps first, as a class once it has shown that it is worth one. */
    WARMING
}
