package dev.brine.cli.demo;

import dev.brine.consumer.Message;
import dev.brine.serdes.RecordReader;

/**
 * What workers do with the messages of a topic.
 *
 * @param <V> what a value is read as
 */
interface Job<V> {

    /** Reads the values; closed by whoever asked. */
    RecordReader<V> reader();

    /** Does the work; throws if the message cannot be accepted. */
    void handle(Message<String, V> message);
}
