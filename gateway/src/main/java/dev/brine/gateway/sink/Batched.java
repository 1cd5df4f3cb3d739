package dev.brine.gateway.sink;

import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Hands the records of a batch to a {@link BatchThread}, and waits for all of them. */
final class Batched {

    private Batched() {}

    /** @param entry what is written for a record; may give it up */
    static <T> List<RecordOutcome> write(
            List<Message<byte[], Object>> batch, BatchThread<T> thread, Function<Message<byte[], Object>, T> entry)
            throws InterruptedException {
        List<CompletableFuture<Void>> written = new ArrayList<>(batch.size());
        for (Message<byte[], Object> message : batch) {
            try {
                written.add(thread.add(entry.apply(message)));
            } catch (GiveUpException e) {
                written.add(CompletableFuture.failedFuture(e));
            }
        }
        List<RecordOutcome> outcomes = new ArrayList<>(batch.size());
        for (CompletableFuture<Void> one : written) {
            outcomes.add(outcome(one));
        }
        return outcomes;
    }

    private static RecordOutcome outcome(CompletableFuture<Void> written) throws InterruptedException {
        try {
            var unused = written.get();
            return RecordOutcome.done();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause instanceof GiveUpException ? RecordOutcome.giveUp(cause) : RecordOutcome.retry(cause);
        }
    }
}
