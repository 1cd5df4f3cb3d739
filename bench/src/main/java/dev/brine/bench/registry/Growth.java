package dev.brine.bench.registry;

import dev.brine.bench.Machine;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.directory.Problem;
import dev.brine.registry.directory.SchemaDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code bench/run registry}: a directory and a topic of many subjects, loaded, asked, checked. */
public final class Growth {

    private static final String USAGE = """
            bench/run registry [--quick] [--subjects N] [--versions N] [--rounds N]
              measures the JDK in JAVA_HOME or PATH; BENCH_HEAP sets the heap, 4g unless given""";
    private static final int LOOKUPS = 1_000_000;
    private static final int SUBJECT_LOOKUPS = 200_000;
    private static final String TOPIC = "_schemas";

    private int subjects = 10_000;
    private int versions = 10;
    private int rounds = 3;

    private Growth() {}

    public static void main(String[] arguments) throws Exception {
        Growth growth = new Growth();
        try {
            growth.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        System.out.println(Machine.today() + "; heap " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB; load of the machine " + load() + ". `bench/run registry " + String.join(" ", arguments) + "`");
        System.out.println();
        growth.run();
        System.out.println();
        System.out.println("Load of the machine at the end: " + load());
    }

    private void parse(String[] arguments) {
        List<String> left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            String flag = left.remove(0);
            if (flag.equals("--quick")) {
                subjects = 500;
                rounds = 1;
                continue;
            }
            if (left.isEmpty()) {
                throw new IllegalArgumentException("unknown, or without a value: " + flag);
            }
            int value = Integer.parseInt(left.remove(0));
            switch (flag) {
                case "--subjects" -> subjects = value;
                case "--versions" -> versions = value;
                case "--rounds" -> rounds = value;
                default -> throw new IllegalArgumentException("unknown: " + flag);
            }
        }
    }

    private void run() throws Exception {
        Grown grown = new Grown(subjects, versions);
        System.out.printf(
                Locale.ROOT,
                "%,d subjects of %d versions, %,d schemas; the best of %d rounds.%n%n",
                subjects,
                versions,
                grown.total(),
                rounds);
        System.out.println(
                "| | load, s | of the processor, s | heap kept, MB | by id, ns | by subject and version, ns | newest of a subject, ns |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        Path directory = Files.createTempDirectory("brine-growth");
        Path memory = directory.resolveSibling(directory.getFileName() + ".verdicts");
        try {
            grown.writeTo(directory);
            row("directory", grown, () -> SchemaRegistries.open("dir:" + directory, Map.of()));
            topic(grown);
            check(grown, directory, memory);
        } finally {
            delete(directory);
            Files.deleteIfExists(memory);
        }
    }

    private void topic(Grown grown) throws InterruptedException, ExecutionException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic(TOPIC, 1, Map.of("cleanup.policy", "compact"));
            grown.writeTo(broker.bootstrapServers(), TOPIC);
            Map<String, String> configs =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), SchemaRegistries.TIMEOUT, "300000");
            row("topic", grown, () -> SchemaRegistries.open("topic:" + TOPIC, configs));
        }
    }

    private void row(String name, Grown grown, Callable<SchemaRegistry> open) {
        double load = Double.MAX_VALUE;
        double work = Double.MAX_VALUE;
        double kept = Double.MAX_VALUE;
        double[] asked = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < rounds; round++) {
            long before = heap();
            long start = System.nanoTime();
            long cpu = cpu();
            try (SchemaRegistry registry = open.call()) {
                load = Math.min(load, seconds(start));
                work = Math.min(work, (cpu() - cpu) / 1e9);
                // A topic's schemas are parsed when they are first asked for, and that belongs to what is kept.
                for (int id = 1; id <= grown.total(); id++) {
                    if (registry.byId(id).isEmpty()) {
                        throw new IllegalStateException("id " + id + " is missing");
                    }
                }
                kept = Math.min(kept, (heap() - before) / 1e6);
                double[] now = ask(registry, grown);
                for (int i = 0; i < asked.length; i++) {
                    asked[i] = Math.min(asked[i], now[i]);
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(name + " could not be opened", e);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.0f | %.0f | %.0f | %.0f |%n",
                name,
                load,
                work,
                kept,
                asked[0],
                asked[1],
                asked[2]);
    }

    /** Nanoseconds a question, over ids and subjects in random order. */
    private static double[] ask(SchemaRegistry registry, Grown grown) {
        SplittableRandom random = new SplittableRandom(7);
        int[] ids = random.ints(LOOKUPS, 1, grown.total() + 1).toArray();
        String[] names = new String[SUBJECT_LOOKUPS];
        for (int i = 0; i < names.length; i++) {
            names[i] = grown.subject(random.nextInt(grown.subjects()));
        }
        long found = 0;
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            for (int id : ids) {
                found += registry.byId(id).isPresent() ? 1 : 0;
            }
            best[0] = Math.min(best[0], (System.nanoTime() - start) / (double) ids.length);
            start = System.nanoTime();
            for (int i = 0; i < names.length; i++) {
                found += registry.version(names[i], 1 + i % grown.versions()).isPresent() ? 1 : 0;
            }
            best[1] = Math.min(best[1], (System.nanoTime() - start) / (double) names.length);
            start = System.nanoTime();
            for (String name : names) {
                found += registry.latest(name).isPresent() ? 1 : 0;
            }
            best[2] = Math.min(best[2], (System.nanoTime() - start) / (double) names.length);
        }
        if (found != 5L * (ids.length + 2L * names.length)) {
            throw new IllegalStateException("not everything was found: " + found);
        }
        return best;
    }

    /** {@code brine schema check}: of everything, and again after one file has been added. */
    private static void check(Grown grown, Path directory, Path memory) throws IOException {
        System.out.println();
        System.out.println("| `brine schema check` | s | of the processor, s |");
        System.out.println("|---|---:|---:|");
        checked("without a memory", directory, null, 0);
        checked("with a memory that is empty", directory, memory, 0);
        checked("again, nothing changed", directory, memory, 0);
        Path draft = directory.resolve(grown.subject(0)).resolve("v" + (grown.versions() + 1) + ".avsc");
        String text = grown.text(0, grown.versions() + 1);
        Files.writeString(draft, text);
        checked("after a draft was added", directory, memory, 0);
        Files.writeString(draft, text.replace("\"timestamp-millis\"}}", "\"timestamp-micros\"}}"));
        checked("after that became incompatible", directory, memory, 1);
    }

    private static void checked(String when, Path directory, @Nullable Path memory, int expected) {
        long start = System.nanoTime();
        long cpu = cpu();
        SchemaDirectory schemas = SchemaDirectory.at(directory);
        List<Problem> problems = memory == null ? schemas.check() : schemas.check(memory);
        System.out.printf(Locale.ROOT, "| %s | %.1f | %.1f |%n", when, seconds(start), (cpu() - cpu) / 1e9);
        if (problems.size() != expected) {
            throw new IllegalStateException("expected " + expected + " problems: " + problems);
        }
    }

    /** What this process has used of the processors, all threads and the collector included. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long heap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
