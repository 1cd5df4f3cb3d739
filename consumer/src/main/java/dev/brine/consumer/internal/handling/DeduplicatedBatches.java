package dev.brine.consumer.internal.handling;

import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import java.util.ArrayList;
import java.util.List;

/** As {@link Deduplicated}, for batches: the handler gets those that are not known to be done, and is not called for none. */
public record DeduplicatedBatches<K, V>(BatchHandler<K, V> handler, Duplicates<K, V> duplicates)
        implements BatchHandler<K, V> {

    @Override
    public List<RecordOutcome> handle(List<Message<K, V>> batch) throws Exception {
        List<Message<K, V>> fresh = new ArrayList<>(batch.size());
        boolean[] known = new boolean[batch.size()];
        for (int i = 0; i < known.length; i++) {
            Message<K, V> message = batch.get(i);
            String id = duplicates.idOf(message);
            known[i] = id != null && duplicates.isDone(message, id);
            if (!known[i]) {
                fresh.add(message);
            }
        }
        List<RecordOutcome> answered = fresh.isEmpty() ? List.of() : answered(fresh);
        List<RecordOutcome> outcomes = new ArrayList<>(known.length);
        int next = 0;
        for (boolean duplicate : known) {
            outcomes.add(duplicate ? RecordOutcome.skip(Duplicates.KNOWN) : outcome(fresh.get(next), answered, next++));
        }
        return outcomes;
    }

    private List<RecordOutcome> answered(List<Message<K, V>> fresh) throws Exception {
        List<RecordOutcome> answered = handler.handle(List.copyOf(fresh));
        if (answered == null || answered.size() > fresh.size()) {
            throw new IllegalStateException("the batch handler answered "
                    + (answered == null ? "null" : answered.size() + " outcomes") + " for " + fresh.size()
                    + " records; one for each is expected, in their order");
        }
        return answered;
    }

    private RecordOutcome outcome(Message<K, V> message, List<RecordOutcome> answered, int index) {
        RecordOutcome outcome = index < answered.size() ? answered.get(index) : null;
        if (outcome == null) {
            return RecordOutcome.retry(new IllegalStateException("the batch handler answered nothing for this record"));
        }
        String id = outcome instanceof RecordOutcome.Done ? duplicates.idOf(message) : null;
        if (id != null) {
            duplicates.done(message, id);
        }
        return outcome;
    }
}
