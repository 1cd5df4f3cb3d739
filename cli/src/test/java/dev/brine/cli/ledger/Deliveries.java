package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a sink was handed, in its order, held against the topic. The numbers of a series have no gaps and start at 0. */
final class Deliveries {

    private final String sink;
    private final List<Delivery> all;

    Deliveries(String sink, List<Delivery> all) {
        this.sink = sink;
        this.all = all;
    }

    /** How many records it has, each counted once. */
    int distinct() {
        return offsets().size();
    }

    int inRun(int run) {
        return (int) all.stream().filter(one -> one.taken() && one.run() == run).count();
    }

    /** How often a run brought what the same run had brought before: answers that got lost. */
    int againInTheSameRun() {
        int again = 0;
        Set<String> met = new HashSet<>();
        for (Delivery one : all) {
            if (one.taken() && !met.add(one.run() + " " + one.offset())) {
                again++;
            }
        }
        return again;
    }

    /** How often a run brought what one before it had brought: what was not committed when it was killed. */
    int againAfterAKill() {
        int again = 0;
        Map<Long, Integer> lastRun = new HashMap<>();
        for (Delivery one : all) {
            if (one.taken()) {
                Integer before = lastRun.put(one.offset(), one.run());
                again += before != null && before != one.run() ? 1 : 0;
            }
        }
        return again;
    }

    /**
     * Every record came; none before the one ahead of it under its key had been taken; within a run none came after a
     * later one of its key; and none came again after its offset had been committed.
     *
     * @param topic id by offset
     * @param committed the group's offset at the start of each run
     */
    void audit(Map<Long, String> topic, Map<Integer, Long> committed) {
        List<String> wrong = new ArrayList<>();
        Map<String, Long> taken = new HashMap<>();
        Map<String, Long> latest = new HashMap<>();
        for (Delivery one : all) {
            if (!one.id().equals(topic.get(one.offset()))) {
                wrong.add(one + " is not in the topic there");
            }
            if (one.offset() < committed.getOrDefault(one.run(), 0L)) {
                wrong.add(one + " was committed before its run, " + committed.get(one.run()));
            }
            if (one.number() > taken.getOrDefault(one.series(), -1L) + 1) {
                wrong.add(one + " overtakes, taken was " + taken.get(one.series()));
            }
            String lane = one.run() + " " + one.series();
            if (latest.merge(lane, one.number(), Math::max) > one.number()) {
                wrong.add(one + " comes after " + latest.get(lane));
            }
            if (one.taken()) {
                taken.merge(one.series(), one.number(), Math::max);
            }
        }
        assertThat(wrong).as("deliveries of %s", sink).isEmpty();
        Set<Long> missing = new TreeSet<>(topic.keySet());
        missing.removeAll(offsets());
        assertThat(missing).as("offsets that %s has not got", sink).isEmpty();
    }

    private Set<Long> offsets() {
        Set<Long> offsets = new HashSet<>();
        all.stream().filter(Delivery::taken).forEach(one -> offsets.add(one.offset()));
        return offsets;
    }

    @Override
    public String toString() {
        return sink + ": " + distinct() + " taken, " + againInTheSameRun() + " again by one run, " + againAfterAKill()
                + " again after a kill";
    }
}
