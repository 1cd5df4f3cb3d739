package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import dev.brine.consumer.chaos.Violation.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Order within a key, for each worker and epoch by itself: a record is begun only when the one before it has an outcome
 * in this epoch, or had one before the epoch began; and an epoch begins no record that the commit that it found calls
 * finished, by frontier or map, unless it is parked.
 */
final class KeyOrder {

    /** Something by partition and offset. */
    interface ByPartition {
        long at(int partition, long offset);
    }

    private record Epoch(String worker, int partition, int epoch) {}

    private record KeyOfEpoch(Epoch epoch, String key) {}

    private record Delivered(String worker, int partition, long offset) {}

    private final Evidence run;
    private final Books books;
    private final ByPartition firstOutcome;
    private final BiConsumer<Rule, String> tell;
    private final Map<Epoch, Event> assigned = new HashMap<>();
    private final Map<KeyOfEpoch, Long> lastFinished = new HashMap<>();
    private final Map<Delivered, Event> lastDead = new HashMap<>();
    private final Map<String, TreeMap<Long, Acknowledged>> byNumber = new HashMap<>();

    KeyOrder(Evidence run, Books books, ByPartition firstOutcome, BiConsumer<Rule, String> tell) {
        this.run = run;
        this.firstOutcome = firstOutcome;
        this.books = books;
        this.tell = tell;
        run.sent().values().forEach(records -> records.values()
                .forEach(record -> byNumber.computeIfAbsent(record.key(), key -> new TreeMap<>())
                        .put(record.number(), record)));
    }

    void check() {
        for (Event event : run.events()) {
            Epoch epoch = new Epoch(event.worker(), event.partition(), event.epoch());
            if (event.kind() == Kind.ASSIGNED) {
                assigned.put(epoch, event);
            } else if (event.kind() == Kind.BEGAN) {
                began(epoch, event);
            } else if (event.kind().isOutcome()) {
                lastFinished.merge(new KeyOfEpoch(epoch, event.key()), event.number(), Math::max);
                if (event.kind() == Kind.DEAD) {
                    lastDead.put(new Delivered(event.worker(), event.partition(), event.offset()), event);
                }
            }
        }
    }

    private void began(Epoch epoch, Event event) {
        Event start = assigned.get(epoch);
        if (start == null) {
            tell.accept(Rule.ORDER, run.text(event) + " is of an epoch that never began");
            return;
        }
        Books.State found = books.before(event.partition(), start.millis());
        if (found.covers(event.offset()) && !books.isParked(found, event.partition(), event.offset(), start.millis())) {
            tell.accept(
                    Rule.REPLAY,
                    run.text(event) + " is finished by the commit at " + run.time(found.millis()) + ": "
                            + found.source() + ", which was there before " + run.text(start));
        }
        if (event.number() < 0) {
            return;
        }
        Long finished = lastFinished.get(new KeyOfEpoch(epoch, event.key()));
        if (finished != null && finished >= event.number()) {
            tell.accept(
                    Rule.ORDER,
                    run.text(event) + " began after number " + finished + " of its key was finished"
                            + run.story(event.partition(), event.offset()));
            return;
        }
        Acknowledged before =
                byNumber.getOrDefault(event.key(), new TreeMap<>()).get(event.number() - 1);
        if (before == null || (finished != null && finished == event.number() - 1)) {
            return;
        }
        // Given up without another call, because its letter was refused before: what is told has the message of that
        // call.
        Event dead = lastDead.get(new Delivered(event.worker(), before.partition(), before.offset()));
        if (dead != null && dead.millis() >= start.millis()) {
            return;
        }
        if (firstOutcome.at(before.partition(), before.offset()) > start.millis()) {
            tell.accept(
                    Rule.ORDER,
                    run.text(event) + " began before the number before it was finished, in the epoch of "
                            + run.text(start) + "; this one:" + run.story(event.partition(), event.offset())
                            + "\n    and the one before:" + run.story(before.partition(), before.offset()));
        }
    }
}
