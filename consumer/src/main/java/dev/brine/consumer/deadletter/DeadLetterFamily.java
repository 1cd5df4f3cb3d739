package dev.brine.consumer.deadletter;

import java.util.Locale;

/** Whose headers say why a record was given up. */
public enum DeadLetterFamily {
    /** {@code brine.dlq.*}, text. */
    BRINE,
    /** {@code kafka_dlt-*}, or {@code kafka_original-*} and {@code kafka_exception-*} behind retry topics; numbers binary. */
    SPRING,
    /** {@code __streams.errors.*} (KIP-1034), text. */
    STREAMS,
    /** {@code __connect.errors.*} (KIP-298), text. */
    CONNECT,
    /** None of them: where the record came from is not known. */
    NONE;

    /** As lines and tables name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
