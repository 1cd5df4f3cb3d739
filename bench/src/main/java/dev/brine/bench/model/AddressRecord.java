package dev.brine.bench.model;

import org.jspecify.annotations.Nullable;

/** {@code Address} as a Java record. */
public record AddressRecord(
        String recipient,
        String street,
        String city,
        String postalCode,
        String country,
        @Nullable Integer floor) {}
