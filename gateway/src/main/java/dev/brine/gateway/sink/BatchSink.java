package dev.brine.gateway.sink;

import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import java.util.List;

/** A sink to which many records cost little more than one. */
public non-sealed interface BatchSink extends Sink {

    /**
     * Takes records, and returns when it has them for sure.
     *
     * @return what became of each, in their order
     */
    List<RecordOutcome> acceptAll(List<Message<byte[], Object>> batch) throws InterruptedException;
}
