package dev.brine.gateway.tcp;

/** What a client hears of its frames. */
public enum AnswerMode {
    /** Nothing. */
    NONE,
    /** After Kafka's acknowledgement {@code ok PARTITION OFFSET}, or {@code err CODE TEXT}. */
    ACK,
    /** What the handler makes of the value, after Kafka's acknowledgement; {@code err CODE TEXT} if that fails. */
    REPLY
}
