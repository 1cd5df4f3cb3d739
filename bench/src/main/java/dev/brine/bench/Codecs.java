package dev.brine.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code bench/run codecs}: checks that the arms agree, measures them in forks, prints the table. The arms take turns, a fork
 * each, so that an hour in which the machine is slow is one for all of them.
 */
public final class Codecs {

    private static final String USAGE = """
            bench/run codecs [--quick] [--jdk HOME] [--only SHAPE[,SHAPE]] [--arms NAME[,NAME]] [--forks N] [--cpu] [--report FILE...] [--export FOLDER]
              --quick    one fork of two seconds instead of three of three; enough to see that it runs
              --jdk      the JDK that is measured; the one in JAVA_HOME or PATH otherwise
              --only     SMALL, ORDER, WIDE, EVOLVE
              --cpu      shows processor time instead of time, for a machine that is not quiet
              --report   measures nothing, prints the table of earlier results
              --export   measures nothing, writes what the arms encode into a folder, for bench/cpython""";

    private final List<Shape> shapes = new ArrayList<>(List.of(Shape.values()));
    private final List<String> arms = new ArrayList<>();
    private final List<Path> reports = new ArrayList<>();
    private final String command;
    private Path jdk = Path.of(System.getProperty("java.home"));
    private boolean quick;
    private boolean cpu;
    private @Nullable Path export;
    private int forks = 3;

    private Codecs(String[] arguments) {
        command = String.join(
                " ",
                Stream.concat(Stream.of("bench/run codecs"), Stream.of(arguments))
                        .toList());
        List<String> left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            String flag = left.remove(0);
            switch (flag) {
                case "--quick" -> {
                    quick = true;
                    forks = 1;
                }
                case "--cpu" -> cpu = true;
                case "--jdk" -> jdk = Path.of(value(flag, left));
                case "--only" -> {
                    shapes.clear();
                    split(flag, left).forEach(name -> shapes.add(Shape.valueOf(name.toUpperCase(Locale.ROOT))));
                }
                case "--arms" -> arms.addAll(split(flag, left));
                case "--export" -> export = Path.of(value(flag, left));
                case "--forks" -> forks = Integer.parseInt(value(flag, left));
                case "--report" -> {
                    while (!left.isEmpty() && !left.get(0).startsWith("--")) {
                        reports.add(Path.of(left.remove(0)));
                    }
                }
                default -> throw new IllegalArgumentException("unknown: " + flag);
            }
        }
        if (forks < 1) {
            throw new IllegalArgumentException("--forks must be 1 or more: " + forks);
        }
        arms.forEach(Catalogue::arm);
    }

    private static String value(String flag, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(flag + " needs a value");
        }
        return left.remove(0);
    }

    private static List<String> split(String flag, List<String> left) {
        return List.of(value(flag, left).split(","));
    }

    public static void main(String[] arguments) throws IOException, RunnerException {
        Codecs codecs;
        try {
            codecs = new Codecs(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        if (codecs.export != null) {
            codecs.export(codecs.export);
            return;
        }
        List<Path> results = codecs.reports.isEmpty() ? codecs.measure() : codecs.reports;
        System.out.print(new Table(codecs.command, codecs.cpu, results).markdown());
    }

    private List<Path> measure() throws IOException, RunnerException {
        Path folder = Files.createDirectories(Path.of(System.getProperty("bench.results", "target/results")));
        String stamp = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[:-]", "");
        Map<Shape, String[]> names = new EnumMap<>(Shape.class);
        for (Shape shape : shapes) {
            names.put(shape, names(shape));
        }
        List<Path> results = new ArrayList<>();
        for (int turn = 1; turn <= forks; turn++) {
            for (Shape shape : shapes) {
                Path result = folder.resolve(stamp + "-" + shape + "-" + turn + ".json");
                Path log = folder.resolve(stamp + "-" + shape + "-" + turn + ".log");
                String[] some = names.get(shape);
                System.err.printf("%s, fork %d of %d: %s, log in %s%n", shape, turn, forks, Arrays.toString(some), log);
                new Runner(options(shape, some, result, log).build()).run();
                results.add(result);
            }
        }
        return results;
    }

    /** A file for each shape and arm: each value behind its length, four bytes with the highest first. */
    private void export(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Shape shape : shapes) {
            for (String name : names(shape)) {
                Arm arm = Catalogue.arm(name).open().apply(shape);
                Path file = folder.resolve(shape + "-" + name);
                try (DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                    for (Map<String, Object> sample : Samples.of(shape)) {
                        byte[] bytes = arm.encode(arm.value(sample));
                        out.writeInt(bytes.length);
                        out.write(bytes);
                    }
                }
            }
        }
    }

    private String[] names(Shape shape) {
        Equality equality = new Equality(shape, Samples.COUNT);
        List<String> names = new ArrayList<>();
        for (ArmSpec arm : Catalogue.arms(shape)) {
            if (arms.isEmpty() || arms.contains(arm.name())) {
                equality.check(arm);
                names.add(arm.name());
            }
        }
        System.err.printf("%s: %d arms agree, %.0f bytes of Avro%n", shape, names.size(), equality.averageBytes());
        return names.toArray(String[]::new);
    }

    private ChainedOptionsBuilder options(Shape shape, String[] names, Path result, Path log) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(CodecBenchmark.class.getName() + (shape == Shape.EVOLVE ? ".decode" : ""))
                .param("shape", shape.name())
                .param("arm", names)
                .jvm(jdk.resolve("bin/java").toString())
                .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC")
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTime.class)
                .forks(1)
                .warmupIterations(8)
                .warmupTime(TimeValue.milliseconds(500))
                // Short, so that on a machine with other work some of them are left alone.
                .measurementIterations(quick ? 8 : 12)
                .measurementTime(TimeValue.milliseconds(250))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.NORMAL)
                .output(log.toString())
                .resultFormat(ResultFormatType.JSON)
                .result(result.toString());
        return options;
    }
}
