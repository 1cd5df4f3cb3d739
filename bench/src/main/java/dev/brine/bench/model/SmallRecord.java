package dev.brine.bench.model;

/** {@code Small} as a Java record. */
public record SmallRecord(long id, String name, boolean active, double score, int count) {}
