package dev.brine.producer;

import org.apache.kafka.common.KafkaException;

/** A producer that has failed for good; its records cannot be sent, and a new producer must be built. */
public final class ProducerFailedException extends KafkaException {

    private static final long serialVersionUID = 1;

    ProducerFailedException(String client, Throwable cause) {
        super(
                "producer " + client + " has failed for good ("
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "); close it, see what arrived, and build a new one",
                cause);
    }
}
