package dev.brine.bench.pipeline;

import dev.brine.bench.Machine;
import dev.brine.broker.EmbeddedBroker;
import java.util.ArrayList;
import java.util.List;

/** {@code bench/run pipeline}: typed values beside bytes, through the embedded broker and back. */
public final class Pipeline {

    private static final String USAGE = """
            bench/run pipeline [--quick] [--records N] [--rounds N] [--compression none,lz4,zstd]
              measures the JDK in JAVA_HOME or PATH""";

    /** Until round 3 the compiler still works on what the worker does. */
    private static final int WARMUP = 3;

    private int records = 400_000;
    private int rounds = 15;
    private List<String> compressions = List.of("none", "lz4", "zstd");

    private Pipeline() {}

    public static void main(String[] arguments) {
        Pipeline pipeline = new Pipeline();
        try {
            pipeline.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        System.out.println(Machine.today() + ", " + pipeline.records + " orders a run, median of " + pipeline.rounds
                + " rounds. `bench/run pipeline " + String.join(" ", arguments) + "`");
        // A topic that is done with goes before its log reaches the disk in the middle of somebody else's run.
        EmbeddedBroker.Builder settings = EmbeddedBroker.builder().property("file.delete.delay.ms", "0");
        try (EmbeddedBroker broker = settings.start()) {
            Comparison comparison = new Comparison(broker, Lanes.all(), pipeline.records, WARMUP, pipeline.rounds);
            pipeline.compressions.forEach(compression -> System.out.print(comparison.table(compression)));
        }
    }

    private void parse(String[] arguments) {
        List<String> left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            String flag = left.remove(0);
            if (flag.equals("--quick")) {
                records = 200_000;
                rounds = 2;
                continue;
            }
            if (left.isEmpty()) {
                throw new IllegalArgumentException("unknown, or without a value: " + flag);
            }
            String value = left.remove(0);
            switch (flag) {
                case "--records" -> records = Integer.parseInt(value);
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--compression" -> compressions = List.of(value.split(","));
                default -> throw new IllegalArgumentException("unknown: " + flag);
            }
        }
    }
}
