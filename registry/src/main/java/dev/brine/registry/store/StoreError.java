package dev.brine.registry.store;

/** Why a store refuses, with the number that Confluent's REST interface gives it; its first three digits are the status. */
public enum StoreError {
    SUBJECT_NOT_FOUND(40401),
    VERSION_NOT_FOUND(40402),
    SCHEMA_NOT_FOUND(40403),
    SUBJECT_ALREADY_DELETED(40404),
    SUBJECT_NOT_DELETED_FIRST(40405),
    VERSION_ALREADY_DELETED(40406),
    VERSION_NOT_DELETED_FIRST(40407),
    LEVEL_NOT_SET(40408),
    MODE_NOT_SET(40409),
    /** A check that is not offered for this type of schema. */
    CHECK_NOT_OFFERED(42201),
    INVALID_VERSION(42202),
    INVALID_LEVEL(42203),
    INVALID_MODE(42204),
    NOT_PERMITTED(42205),
    REFERENCE_EXISTS(42206),
    ID_DOES_NOT_MATCH(42207),
    INVALID_SUBJECT(42208),
    TOO_LARGE(42209);

    private final int code;

    StoreError(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
