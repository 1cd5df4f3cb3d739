package dev.brine.gateway.sink;

import dev.brine.consumer.Context;
import dev.brine.consumer.Message;
import java.util.concurrent.CompletionStage;

/** A sink that has each record by itself. */
public non-sealed interface RecordSink extends Sink {

    /**
     * Takes a record.
     *
     * @param context by which records go to other topics, in the worker's transaction where it has one
     * @return completes when the sink has it for sure; fails with {@link dev.brine.consumer.GiveUpException} for a record
     *     that it can never take, and otherwise for one that should be tried again
     */
    CompletionStage<?> accept(Message<byte[], Object> message, Context context);
}
