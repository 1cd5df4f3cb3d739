package dev.brine.bench.pipeline;

import dev.brine.broker.EmbeddedBroker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Lanes in turns: every round runs each of them once, and a ratio is one between two runs of the same round, so that
 * what the machine does besides falls on all of them alike.
 */
final class Comparison {

    private final EmbeddedBroker broker;
    private final List<Lane> lanes;
    private final int records;
    private final int warmup;
    private final int rounds;

    /** @param warmup rounds that pay for compilation and do not count */
    Comparison(EmbeddedBroker broker, List<Lane> lanes, int records, int warmup, int rounds) {
        this.broker = broker;
        this.lanes = List.copyOf(lanes);
        this.records = records;
        this.warmup = warmup;
        this.rounds = rounds;
    }

    /** A table for one compression; the first lane is what the others are compared with. */
    String table(String compression) {
        Map<String, List<Round>> results = new LinkedHashMap<>();
        lanes.forEach(lane -> results.put(lane.name(), new ArrayList<>()));
        for (int round = 0; round < warmup + rounds; round++) {
            for (int i = 0; i < lanes.size(); i++) {
                Lane lane = lanes.get((i + round) % lanes.size());
                String topic = "bench-" + compression + "-" + lane.name().replaceAll("\\W+", "-") + "-" + round;
                Round result = Round.of(lane, new Road(broker, topic, compression, records));
                System.err.printf(
                        Locale.ROOT,
                        "%s round %d: %s %,.0f/s in (%.2f us), %,.0f/s out (%.2f us)%n",
                        compression,
                        round,
                        lane.name(),
                        result.produced().rate(),
                        result.produced().processor(),
                        result.consumed().rate(),
                        result.consumed().processor());
                if (round >= warmup) {
                    results.get(lane.name()).add(result);
                }
            }
        }
        return table(compression, results);
    }

    private String table(String compression, Map<String, List<Round>> results) {
        List<Round> base = results.get(lanes.get(0).name());
        StringBuilder text = new StringBuilder("\n### compression " + compression + "\n\n");
        text.append(
                "| lane | produced a second | of bytes | processor µs | consumed a second | of bytes | processor µs "
                        + "| there and back, of bytes |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
        results.forEach((name, of) -> {
            text.append("| ").append(name);
            column(text, of, base, Round::produced);
            column(text, of, base, Round::consumed);
            text.append(String.format(Locale.ROOT, " | %.2f |%n", median(thereAndBack(of, base))));
        });
        return text.toString();
    }

    private static void column(StringBuilder text, List<Round> of, List<Round> base, Function<Round, Pace> way) {
        List<Double> rates = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            Pace pace = way.apply(of.get(i));
            rates.add(pace.rate());
            ratios.add(pace.rate() / way.apply(base.get(i)).rate());
            processor.add(pace.processor());
        }
        text.append(
                String.format(Locale.ROOT, " | %,.0f | %.2f | %.2f", median(rates), median(ratios), median(processor)));
    }

    /** Of the time for a record, sent and then read: what a pipeline as a whole loses to its types. */
    private static List<Double> thereAndBack(List<Round> of, List<Round> base) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            ratios.add(base.get(i).seconds() / of.get(i).seconds());
        }
        return ratios;
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
