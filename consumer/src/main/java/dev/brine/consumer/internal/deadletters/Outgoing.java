package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.internal.lanes.Work;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is made of work that goes to another topic before its record is finished. Safe for use by many threads. */
public interface Outgoing {

    /** What it is called in logs and health, such as {@code dead letter}. */
    String what();

    /** The topic for records of a source topic. */
    String topicFor(String source);

    /**
     * Makes the record that is sent.
     *
     * @param brief leaves out what can be left out, for a record that is too large with it
     */
    ProducerRecord<byte[], byte[]> record(Work work, boolean brief);
}
