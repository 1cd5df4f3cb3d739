package dev.brine.bench.pojo;

import org.jspecify.annotations.Nullable;

/** {@code Small} as a plain class. */
public final class Small {

    public long id;
    public @Nullable String name;
    public boolean active;
    public double score;
    public int count;
}
