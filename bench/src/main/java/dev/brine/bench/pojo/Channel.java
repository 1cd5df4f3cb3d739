package dev.brine.bench.pojo;

/** {@code Channel}, for plain classes and records. */
public enum Channel {
    WEB,
    MOBILE,
    STORE,
    PARTNER
}
