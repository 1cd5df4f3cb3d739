package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.Books.State;
import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import dev.brine.consumer.chaos.Violation.Rule;
import dev.brine.consumer.internal.offsets.FinishedRanges;
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
    private final Books books;
    private final Map<Integer, TreeMap<Long, List<Event>>> outcomes = new HashMap<>();
    private final Map<Integer, List<Commit>> commits = new HashMap<>();
    private final Map<Rule, List<Violation>> found = new TreeMap<>();
    private int repeated;

    Audit(Evidence run) {
        this.run = run;
        this.books = new Books(run);
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
        new KeyOrder(run, books, this::firstOutcome, this::tell).check();
        whatIsDoneAgainCouldNotBeCommitted();
        nothingIsLeftParked();
        if (run.mode().transactional()) {
            new OutputAudit(run, this::tell).check();
        }
        if (run.mode() == Mode.PACED) {
            new PaceAudit(run, this::tell).check();
        }
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

    /** Copies in the retry topic that workers were told of. */
    int parked() {
        return books.copies();
    }

    /** Assignments that found a completion map, so that records beyond the frontier were not to be done again. */
    long maps() {
        return run.events().stream()
                .filter(event -> event.kind() == Kind.ASSIGNED)
                .filter(event -> !books.before(event.partition(), event.millis())
                        .source()
                        .beyond()
                        .isEmpty())
                .count();
    }

    int outputs() {
        return run.outputs().size();
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

    /**
     * What the coordinator does not have delivered again has an outcome, or is parked where the next owner finds it.
     */
    private void commitsStayBelowTheFrontier() {
        run.ends().keySet().forEach(partition -> {
            TreeMap<Long, Long> first = new TreeMap<>();
            run.sent()
                    .getOrDefault(partition, new TreeMap<>())
                    .keySet()
                    .forEach(offset -> first.put(offset, firstOutcome(partition, offset)));
            for (State state : books.of(partition)) {
                long next = state.source().next();
                unfinished(first.headMap(next), state, partition, Rule.FRONTIER);
                FinishedRanges map = state.source().beyond();
                for (int i = 0; i < map.size(); i++) {
                    unfinished(first.subMap(map.from(i), map.to(i)), state, partition, Rule.MAP);
                }
                if (next > run.ends().get(partition)) {
                    tell(Rule.FRONTIER, "commit " + next + " is beyond the end of partition " + partition);
                }
            }
        });
    }

    private void unfinished(Map<Long, Long> firstOutcomes, State state, int partition, Rule rule) {
        firstOutcomes.forEach((offset, first) -> {
            if (first > state.millis() + 1 && !books.isParked(state, partition, offset, state.millis() + 1)) {
                tell(
                        rule,
                        "the commit at " + run.time(state.millis()) + " calls " + at(partition, offset)
                                + " finished, which had no outcome and was not parked"
                                + run.story(partition, offset));
            }
        });
    }

    private void nothingIsLeftParked() {
        run.parked()
                .forEach((partition, log) -> log.forEach((at, copy) -> {
                    State last = books.last(partition);
                    if (last.holds(at, copy) && last.covers(copy.sourceOffset())) {
                        tell(
                                Rule.UNDRAINED,
                                at(partition, copy.sourceOffset()) + " is still parked, at " + at
                                        + " of the retry topic; " + last.log());
                    }
                }));
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
                // An aborted transaction has its records come again; what counts is what readers see of it.
                if (!excused && !run.mode().transactional()) {
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
            if (event.kind() == Kind.DEAD && !run.letters().containsKey(event.partition() + "@" + event.offset())) {
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

    private static String at(int partition, long offset) {
        return "partition " + partition + " offset " + offset;
    }
}
