package dev.brine.bench.worker;

import dev.brine.consumer.Ordering;
import java.util.ArrayList;
import java.util.List;

/** Which cases there are. */
final class Plan {

    private static final int[] KEYS = {10, 1_000, Case.MANY_KEYS};
    private static final int[] CAPS = {100, 1_000};
    private static final int[] MILLIS = {0, 1, 10, 100};

    private Plan() {}

    /** Every handler with every order and every cap that makes a difference. */
    static List<Case> full() {
        List<Case> all = new ArrayList<>();
        for (int millis : MILLIS) {
            for (int cap : CAPS) {
                for (int keys : KEYS) {
                    all.add(Case.key(keys, cap, millis));
                }
                all.add(Case.of(Ordering.NONE, cap, millis));
            }
            all.add(Case.of(Ordering.PARTITION, 100, millis));
        }
        return all;
    }

    /** One of each kind. */
    static List<Case> quick() {
        return List.of(
                Case.key(10, 100, 0),
                Case.key(1_000, 100, 0),
                Case.key(Case.MANY_KEYS, 1_000, 0),
                Case.of(Ordering.NONE, 1_000, 0),
                Case.of(Ordering.PARTITION, 100, 0),
                Case.key(1_000, 100, 1),
                Case.key(1_000, 1_000, 1),
                Case.key(10, 100, 10),
                Case.key(1_000, 100, 10),
                Case.key(1_000, 1_000, 10),
                Case.key(1_000, 1_000, 100));
    }

    /** Keys, partitions and backlog, from few to many. */
    static List<Case> growth() {
        List<Case> all = new ArrayList<>();
        for (int keys : new int[] {10, 1_000, 100_000, 1_000_000}) {
            all.add(Case.key(keys, 100, 0));
        }
        for (int partitions : new int[] {1, 50, 200}) {
            all.add(Case.key(100_000, 100, 0).on(partitions));
        }
        for (long backlog : new long[] {500_000, 1_000_000, 5_000_000}) {
            all.add(Case.key(100_000, 100, 1).with(backlog));
        }
        return all;
    }

    /** Records that arrive one by one. */
    static List<Case> latency() {
        return List.of(
                Case.key(1_000, 100, 0).with(0),
                Case.of(Ordering.NONE, 100, 0).with(0),
                Case.of(Ordering.PARTITION, 100, 0).with(0));
    }
}
