package dev.brine.bench.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One load on one case, in as many rounds as there were: medians, because one long pause of a broker makes a round's p99. */
final class Loaded {

    private final Case one;
    private final String load;
    private final List<Tally> rounds = new ArrayList<>();
    private final List<Double> cores = new ArrayList<>();

    Loaded(Case one, String load) {
        this.one = one;
        this.load = load;
    }

    /** @param processor how many cores the gateway has used; NaN where that is not known */
    void add(Tally tally, double processor) {
        rounds.add(tally);
        cores.add(processor);
    }

    Case one() {
        return one;
    }

    String load() {
        return load;
    }

    List<Tally> rounds() {
        return rounds;
    }

    double processor() {
        return median(cores.stream().mapToDouble(Double::doubleValue));
    }

    double sum(ToDoubleFunction<Tally> of) {
        return rounds.stream().mapToDouble(of).sum();
    }

    double median(ToDoubleFunction<Tally> of) {
        return median(rounds.stream().mapToDouble(of));
    }

    double least(ToDoubleFunction<Tally> of) {
        return rounds.stream().mapToDouble(of).min().orElse(Double.NaN);
    }

    double most(ToDoubleFunction<Tally> of) {
        return rounds.stream().mapToDouble(of).max().orElse(Double.NaN);
    }

    /** How many times the other's of the same round it was, the median of the rounds; a dash where there are not as many. */
    String comparedWith(Loaded other, ToDoubleFunction<Tally> of) {
        if (other.rounds.size() != rounds.size()) {
            return "-";
        }
        double[] ratios = IntStream.range(0, rounds.size())
                .mapToDouble(i -> of.applyAsDouble(rounds.get(i)) / of.applyAsDouble(other.rounds.get(i)))
                .toArray();
        return String.format(Locale.ROOT, "%.2f", median(DoubleStream.of(ratios)));
    }

    /** Statuses with their counts, of all rounds. */
    String errors() {
        return rounds.stream()
                .map(Tally::errors)
                .filter(errors -> !errors.equals("-"))
                .collect(Collectors.joining("; "));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
