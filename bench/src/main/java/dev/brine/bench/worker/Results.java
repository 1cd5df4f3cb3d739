package dev.brine.bench.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The figures of all runs: by case and arm, one for each round. */
final class Results {

    private final Map<Case, Map<String, List<Figures>>> all = new HashMap<>();

    void add(Case given, String arm, Figures figures) {
        of(given).computeIfAbsent(arm, name -> new ArrayList<>()).add(figures);
    }

    boolean has(Case given, String arm) {
        return !rounds(given, arm).isEmpty();
    }

    OptionalDouble median(Case given, String arm, ToDoubleFunction<Figures> figure) {
        return median(rounds(given, arm).stream().map(figure::applyAsDouble).toList());
    }

    /** Half of what lies between the lowest and the highest, as a share of the median. */
    double spread(Case given, String arm, ToDoubleFunction<Figures> figure) {
        List<Double> values =
                rounds(given, arm).stream().map(figure::applyAsDouble).toList();
        double middle = median(values).orElse(0);
        return middle == 0 ? 0 : (Collections.max(values) - Collections.min(values)) / 2 / middle;
    }

    /** Median of the ratios within a round. */
    OptionalDouble ratio(Case given, String arm, Case otherCase, String other, ToDoubleFunction<Figures> figure) {
        List<Figures> ours = rounds(given, arm);
        List<Figures> theirs = rounds(otherCase, other);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)));
        }
        return median(ratios);
    }

    private List<Figures> rounds(Case given, String arm) {
        return of(given).getOrDefault(arm, List.of());
    }

    private Map<String, List<Figures>> of(Case given) {
        return all.computeIfAbsent(given, one -> new HashMap<>());
    }

    static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) {
            return OptionalDouble.empty();
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }
}
