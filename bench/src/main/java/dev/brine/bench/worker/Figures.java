package dev.brine.bench.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What one run has shown, as one line of numbers.
 *
 * @param rate records a second
 * @param seconds that were measured
 * @param processor seconds of processor time of the client's process for 100,000 records
 * @param allocated bytes a record
 * @param live bytes of heap in use behind a full collection at the end, while the work goes on
 * @param resident most bytes of memory that the process had
 * @param median of what records took, in milliseconds; this and the following only where latency is measured
 */
record Figures(
        double rate,
        double seconds,
        double processor,
        double allocated,
        double live,
        double resident,
        double median,
        double p99,
        double p999,
        double most) {

    private static final String MARK = "FIGURES ";

    String line() {
        return MARK
                + List.of(rate, seconds, processor, allocated, live, resident, median, p99, p999, most).stream()
                        .map(value -> String.format(Locale.ROOT, "%.4f", value))
                        .collect(Collectors.joining(" "));
    }

    /** @return null if the line is another one */
    static Figures parse(String line) {
        if (!line.startsWith(MARK)) {
            return null;
        }
        List<Double> values = new ArrayList<>();
        for (String value : line.substring(MARK.length()).split(" ")) {
            values.add(Double.parseDouble(value));
        }
        return new Figures(
                values.get(0),
                values.get(1),
                values.get(2),
                values.get(3),
                values.get(4),
                values.get(5),
                values.get(6),
                values.get(7),
                values.get(8),
                values.get(9));
    }
}
