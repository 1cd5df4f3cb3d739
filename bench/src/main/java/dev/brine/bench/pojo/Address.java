package dev.brine.bench.pojo;

import org.jspecify.annotations.Nullable;

/** {@code Address} as a plain class. */
public final class Address {

    public @Nullable String recipient;
    public @Nullable String street;
    public @Nullable String city;
    public @Nullable String postalCode;
    public @Nullable String country;
    public @Nullable Integer floor;
}
