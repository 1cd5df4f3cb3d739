package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import dev.brine.consumer.chaos.Violation.Rule;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger of a run: what was acknowledged, what workers began and finished, and what the coordinator wrote down are
 * held against each other when all is over. Times are of one machine's clock, to the millisecond.
 */
final class Audit {

    /** Longest that a record may wait while a healthy worker and a broker are there. */
    static final long STALL = 30_000;

    /** Longest that a rebalance callback may take: a drain, a commit, and a machine with other things to do. */
    static final long CALLBACK = 10_000;

    /** From a commit that is due to the one that is written, on a busy machine. */
    static final long COMMIT_LATENCY = 2_500;

    /** From the end of a disturbance until commits are made again. */
    static final long RECOVERY = 5_000;

    private static final int TOLD_PER_RULE = 5;

    private final Evidence run;
    private final Map<Integer, TreeMap<Long, List<Event>>> outcomes = new HashMap<>();
    private final Map<Integer, List<Commit>> commits = new HashMap<>();
    private final Map<Rule, List<Violation>> found = new TreeMap<>();
    private int repeated;

    Audit(Evidence run) {
        this.run = run;
        for (Event event : run.events()) {
            if (event.kind().isOutcome()) {
                outcomes.computeIfAbsent(event.partition(), partition -> new TreeMap<>())
                        .computeIfAbsent(event.offset(), offset -> new ArrayList<>(1))
                        .add(event);
            }
        }
        run.commits().forEach(commit -> commits.computeIfAbsent(commit.partition(), partition -> new ArrayList<>())
                .add(commit));
        everythingHasAnOutcome();
        nothingElseHas();
        commitsStayBelowTheFrontier();
        commitsNeverGoBack();
        lastCommitsAreAtTheEnd();
        new KeyOrder(run, this::firstOutcome, this::committedBefore, this::tell).check();
        whatIsDoneAgainCouldNotBeCommitted();
        callbacksReturn();
        deadLettersAreThere();
        run.failures().forEach(failure -> tell(Rule.FAILED, failure));
    }

    /** At most a few of each rule. */
    List<Violation> violations() {
        return found.values().stream()
                .flatMap(all -> all.stream().limit(TOLD_PER_RULE))
                .toList();
    }

    /** Outcomes beyond the first of their record. */
    int repeated() {
        return repeated;
    }

    private void tell(Rule rule, String what) {
        found.computeIfAbsent(rule, first -> new ArrayList<>()).add(new Violation(rule, what));
    }

    private void everythingHasAnOutcome() {
        run.sent()
                .forEach((partition, records) -> records.forEach((offset, record) -> {
                    long first = firstOutcome(partition, offset);
                    if (first == Long.MAX_VALUE) {
                        tell(Rule.LOST, at(partition, offset) + " was acknowledged and has no outcome");
                    }
                    long end = Math.min(first, run.endedAt());
                    long outage = run.disturbances().stream()
                            .filter(Disturbance::outage)
                            .mapToLong(disturbance -> disturbance.within(record.millis(), end))
                            .sum();
                    if (end - record.millis() - outage > STALL) {
                        tell(Rule.STALLED, at(partition, offset) + " waited for " + (end - record.millis()) + " ms");
                    }
                }));
    }

    private void nothingElseHas() {
        outcomes.forEach((partition, offsets) -> offsets.forEach((offset, events) -> {
            Acknowledged record =
                    run.sent().getOrDefault(partition, new TreeMap<>()).get(offset);
            if (!run.visible().contains(partition + "@" + offset)) {
                tell(Rule.PHANTOM, run.text(events.get(0)) + " is an outcome of what no reader sees: " + record);
            }
        }));
    }

    private void commitsStayBelowTheFrontier() {
        commits.forEach((partition, all) -> {
            TreeMap<Long, Acknowledged> records = run.sent().getOrDefault(partition, new TreeMap<>());
            // Offsets by when the latest record at or below them had its first outcome.
            TreeMap<Long, Long> latest = new TreeMap<>();
            long max = 0;
            for (Long offset : records.keySet()) {
                max = Math.max(max, firstOutcome(partition, offset));
                latest.put(offset, max);
            }
            for (Commit commit : all) {
                Map.Entry<Long, Long> below = latest.lowerEntry(commit.offset());
                if (below != null && below.getValue() > commit.millis() + 1) {
                    tell(Rule.FRONTIER, run.text(commit) + " is above a record that had no outcome at that time");
                }
                if (commit.offset() > run.ends().getOrDefault(partition, 0L)) {
                    tell(Rule.FRONTIER, run.text(commit) + " is beyond the end of its partition");
                }
                finished(commit, records);
            }
        });
    }

    private void finished(Commit commit, TreeMap<Long, Acknowledged> records) {
        FinishedRanges map = map(commit);
        for (int i = 0; i < map.size(); i++) {
            for (Long offset : records.subMap(map.from(i), map.to(i)).keySet()) {
                if (firstOutcome(commit.partition(), offset) > commit.millis() + 1) {
                    tell(Rule.MAP, run.text(commit) + " calls " + offset + " finished, which was not at that time");
                }
            }
        }
    }

    private FinishedRanges map(Commit commit) {
        String place = run.topic() + "-" + commit.partition();
        return CompletionMap.decode(place, commit.offset(), commit.metadata()) instanceof Restored.Map restored
                ? restored.finished()
                : FinishedRanges.NONE;
    }

    private void commitsNeverGoBack() {
        commits.forEach((partition, all) -> {
            for (int i = 1; i < all.size(); i++) {
                if (all.get(i).offset() < all.get(i - 1).offset()) {
                    tell(Rule.MONOTONE, run.text(all.get(i)) + " came after " + run.text(all.get(i - 1)));
                }
            }
        });
    }

    private void lastCommitsAreAtTheEnd() {
        run.ends().forEach((partition, end) -> {
            List<Commit> all = commits.getOrDefault(partition, List.of());
            long last = all.isEmpty() ? 0 : all.get(all.size() - 1).offset();
            if (last != end) {
                tell(Rule.UNCOMMITTED, "partition " + partition + " ends at " + end + ", last commit is " + last);
            }
        });
    }

    /**
     * A record may be done again if its first worker was cut off before the next commit: first done during a
     * disturbance, or no longer before it than commits are apart.
     */
    private void whatIsDoneAgainCouldNotBeCommitted() {
        long reach = WorkerPlan.COMMIT_EVERY.toMillis() + COMMIT_LATENCY;
        outcomes.forEach((partition, offsets) -> offsets.forEach((offset, events) -> {
            repeated += events.size() - 1;
            for (int i = 1; i < events.size(); i++) {
                Event before = events.get(i - 1);
                Event again = events.get(i);
                boolean excused = run.disturbances().stream()
                        .anyMatch(disturbance -> disturbance.excuses(before.worker(), before.millis(), reach, RECOVERY)
                                // Or it is done again by one that does not know yet that it has lost the partition.
                                || disturbance.excuses(again.worker(), again.millis(), 0, RECOVERY));
                if (!excused) {
                    tell(
                            Rule.REPEATED,
                            run.text(before) + " was followed by " + run.text(again)
                                    + " with nothing to excuse it; meanwhile: " + meanwhile(before, again));
                }
            }
        }));
    }

    /** What happened to the partition between two events. */
    private String meanwhile(Event from, Event to) {
        List<String> all = new ArrayList<>();
        for (Event event : run.events()) {
            boolean change = event.kind() == Kind.ASSIGNED || event.kind() == Kind.REVOKED || event.kind() == Kind.LOST;
            if (change
                    && event.partition() == from.partition()
                    && event.millis() >= from.millis()
                    && event.millis() <= to.millis()) {
                all.add(run.text(event));
            }
        }
        for (Commit commit : commits.getOrDefault(from.partition(), List.of())) {
            if (commit.millis() >= from.millis() && commit.millis() <= to.millis()) {
                all.add(run.text(commit));
            }
        }
        return String.join("; ", all);
    }

    private void callbacksReturn() {
        Map<String, Event> open = new HashMap<>();
        for (Event event : run.events()) {
            if (event.kind() == Kind.CALLBACK) {
                open.put(event.worker(), event);
            } else if (event.kind() == Kind.RETURNED) {
                callback(open.remove(event.worker()), event.millis());
            }
        }
        run.killed().forEach(open::remove);
        open.values().forEach(event -> callback(event, run.endedAt()));
    }

    private void callback(Event began, long ended) {
        long outage = run.disturbances().stream()
                .mapToLong(disturbance -> disturbance.within(began.millis(), ended))
                .sum();
        if (ended - began.millis() - outage > CALLBACK) {
            tell(Rule.CALLBACK, run.text(began) + " took " + (ended - began.millis()) + " ms or more");
        }
    }

    private void deadLettersAreThere() {
        for (Event event : run.events()) {
            if (event.kind() == Kind.DEAD && !run.letters().contains(event.partition() + "@" + event.offset())) {
                tell(Rule.LETTER, run.text(event) + " has no dead letter");
            }
        }
    }

    /** When a record had its first outcome; the end of time if it has none. */
    private long firstOutcome(int partition, long offset) {
        List<Event> events = outcomes.getOrDefault(partition, new TreeMap<>()).get(offset);
        return events == null
                ? Long.MAX_VALUE
                : events.stream().mapToLong(Event::millis).min().orElseThrow();
    }

    /** The offset committed last before a time. */
    private long committedBefore(int partition, long millis) {
        long last = 0;
        for (Commit commit : commits.getOrDefault(partition, List.of())) {
            if (commit.millis() >= millis) {
                break;
            }
            last = commit.offset();
        }
        return last;
    }

    private static String at(int partition, long offset) {
        return "partition " + partition + " offset " + offset;
    }
}
