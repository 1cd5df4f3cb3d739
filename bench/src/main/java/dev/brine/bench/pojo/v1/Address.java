package dev.brine.bench.pojo.v1;

import org.jspecify.annotations.Nullable;

/** {@code Address} of version 1 as a plain class. */
public final class Address {

    public @Nullable String recipient;
    public @Nullable String country;
    public @Nullable String city;
    public @Nullable String street;
    public @Nullable String postalCode;
}
