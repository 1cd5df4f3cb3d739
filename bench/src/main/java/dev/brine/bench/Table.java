package dev.brine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JMH's results as a table with ratios. What counts is the lower quartile of the iterations of the quietest fork, since
 * noise only ever adds.
 */
final class Table {

    private static final String LIMIT = "hand";
    private static final String AVRO = "avro-specific";

    /** @param bytes mean of the forks */
    private record Cell(double nanos, double bytes, int forks) {

        Cell and(Cell other) {
            int all = forks + other.forks;
            return new Cell(Math.min(nanos, other.nanos), (bytes * forks + other.bytes * other.forks) / all, all);
        }
    }

    private final String command;
    private final boolean cpu;
    private final Map<String, Map<String, Map<String, Cell>>> cells = new LinkedHashMap<>();
    private String jdk = "";
    private String setting = "";

    /** @param cpu whether to show processor time instead of time */
    Table(String command, boolean cpu, List<Path> results) throws IOException {
        this.command = command;
        this.cpu = cpu;
        ObjectMapper mapper = new ObjectMapper();
        for (Path result : results) {
            mapper.readTree(result.toFile()).forEach(this::add);
        }
    }

    private void add(JsonNode run) {
        jdk = run.path("vmName").asText() + " " + run.path("vmVersion").asText();
        setting = run.path("warmupIterations").asInt() + " x "
                + run.path("warmupTime").asText() + " to warm up, "
                + run.path("measurementIterations").asInt() + " x "
                + run.path("measurementTime").asText() + " measured";
        String benchmark = run.path("benchmark").asText();
        cells.computeIfAbsent(run.path("params").path("shape").asText(), shape -> new LinkedHashMap<>())
                .computeIfAbsent(run.path("params").path("arm").asText(), arm -> new LinkedHashMap<>())
                .merge(
                        benchmark.substring(benchmark.lastIndexOf('.') + 1),
                        new Cell(
                                quietest(time(run)),
                                allocated(run.path("secondaryMetrics")),
                                run.path("forks").asInt()),
                        Cell::and);
    }

    private JsonNode time(JsonNode run) {
        return cpu ? run.path("secondaryMetrics").path(CpuTime.METRIC) : run.path("primaryMetric");
    }

    private static double quietest(JsonNode metric) {
        double least = Double.MAX_VALUE;
        for (JsonNode fork : metric.path("rawData")) {
            List<Double> iterations = new ArrayList<>();
            fork.forEach(iteration -> iterations.add(iteration.asDouble()));
            Collections.sort(iterations);
            least = Math.min(least, iterations.get(iterations.size() / 4));
        }
        return least;
    }

    private static double allocated(JsonNode metrics) {
        // An older JMH puts a dot in front of the names of its profilers.
        JsonNode rate = metrics.path("gc.alloc.rate.norm");
        return (rate.isMissingNode() ? metrics.path("·gc.alloc.rate.norm") : rate)
                .path("score")
                .asDouble();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(Machine.today(jdk));
        text.append("; ")
                .append(forks())
                .append(setting)
                .append(cpu ? "; processor time, " : "; ")
                .append("lower quartile of the quietest fork. `")
                .append(command)
                .append("`\n");
        cells.forEach((shape, arms) -> shape(text, shape, arms));
        return text.toString();
    }

    private String forks() {
        IntSummaryStatistics found = cells.values().stream()
                .flatMap(arms -> arms.values().stream())
                .flatMap(ways -> ways.values().stream())
                .mapToInt(Cell::forks)
                .summaryStatistics();
        return found.getMin() == found.getMax()
                ? found.getMin() + " forks, "
                : found.getMin() + " to " + found.getMax() + " forks, ";
    }

    private void shape(StringBuilder text, String shape, Map<String, Map<String, Cell>> arms) {
        boolean encodes = arms.values().stream().anyMatch(ways -> ways.containsKey("encode"));
        text.append("\n### ").append(shape).append("\n\n| arm |");
        List<String> ways = new ArrayList<>(encodes ? List.of("encode", "decode") : List.of("decode"));
        ways.forEach(way -> text.append(' ').append(way).append(" ns | of hand | Avro is | bytes |"));
        text.append("\n|---|")
                .append("---:|---:|---:|---:|".repeat(ways.size()))
                .append('\n');
        arms.forEach((arm, found) -> {
            text.append("| ").append(arm).append(" |");
            ways.forEach(way -> cell(text, found.get(way), of(arms, LIMIT, way), of(arms, AVRO, way)));
            text.append('\n');
        });
    }

    private static @Nullable Cell of(Map<String, Map<String, Cell>> arms, String arm, String way) {
        return arms.getOrDefault(arm, Map.of()).get(way);
    }

    private static void cell(StringBuilder text, @Nullable Cell cell, @Nullable Cell limit, @Nullable Cell avro) {
        if (cell == null) {
            text.append(" - | - | - | - |");
            return;
        }
        text.append(String.format(Locale.ROOT, cell.nanos() < 100 ? " %,.1f | " : " %,.0f | ", cell.nanos()));
        text.append(limit == null ? "-" : String.format(Locale.ROOT, "%.2f", cell.nanos() / limit.nanos()));
        text.append(" | ");
        text.append(avro == null ? "-" : String.format(Locale.ROOT, "%.2f x", avro.nanos() / cell.nanos()));
        text.append(String.format(Locale.ROOT, " | %,.0f |", cell.bytes()));
    }
}
