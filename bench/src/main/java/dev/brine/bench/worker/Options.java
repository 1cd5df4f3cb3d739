package dev.brine.bench.worker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** What {@code bench/run worker} was told. */
final class Options {

    static final String USAGE = """
            bench/run worker [--quick] [--growth | --latency] [--only CASE,...] [--arms ARM,...] [--list]
                             [--decode bytes|typed] [--rounds N] [--seconds N] [--warmup N] [--records N] [--jdk HOME]
              --quick    fewer cases, 5 s each, 1 round
              --warmup   seconds that do not count, 30 or, for latency, 60; half of the topic at most
              --only     names of cases, as --list shows them; * stands for anything
              --arms     brine, parallel-consumer, plain, ideal
              --records  in each topic; a run that reaches the end is measured up to there""";

    boolean quick;
    boolean growth;
    boolean latency;
    boolean list;
    List<String> only = List.of();
    List<String> arms = List.of();
    Decoding decoding = Decoding.BYTES;
    int rounds;
    double seconds;
    /** Negative until it is known. */
    double warmup = -1;

    long records;
    Path jdk = Path.of(System.getProperty("java.home"));

    /** @throws IllegalArgumentException if they say what cannot be */
    static Options parse(String[] arguments) {
        Options options = new Options();
        List<String> left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            String flag = left.remove(0);
            switch (flag) {
                case "--quick" -> options.quick = true;
                case "--growth" -> options.growth = true;
                case "--latency" -> options.latency = true;
                case "--list" -> options.list = true;
                default -> {
                    if (left.isEmpty()) {
                        throw new IllegalArgumentException("unknown, or without a value: " + flag);
                    }
                    options.set(flag, left.remove(0));
                }
            }
        }
        options.fill();
        return options;
    }

    /** The JDK that is measured, as it calls itself. */
    String jdkName() {
        Properties release = new Properties();
        try (Reader text = Files.newBufferedReader(jdk.resolve("release"))) {
            release.load(text);
        } catch (IOException e) {
            return jdk.toString();
        }
        return "JDK "
                + release.getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION", jdk.toString()))
                        .replace("\"", "");
    }

    /** The cases that were asked for. */
    List<Case> cases() {
        List<Case> all = growth ? Plan.growth() : latency ? Plan.latency() : quick ? Plan.quick() : Plan.full();
        List<Case> wanted = new ArrayList<>();
        for (Case one : all) {
            if (only.isEmpty() || only.stream().anyMatch(pattern -> matches(pattern, one.name()))) {
                wanted.add(one.records() < 0 ? one.with(records) : one);
            }
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no case is named " + only + "; --list shows all names");
        }
        return wanted;
    }

    private void set(String flag, String value) {
        switch (flag) {
            case "--only" -> only = List.of(value.split(","));
            case "--arms" -> arms = List.of(value.split(","));
            case "--decode" -> decoding = Decoding.valueOf(value.toUpperCase(Locale.ROOT));
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--seconds" -> seconds = Double.parseDouble(value);
            case "--warmup" -> warmup = Double.parseDouble(value);
            case "--records" -> records = Long.parseLong(value);
            case "--jdk" -> jdk = Path.of(value);
            default -> throw new IllegalArgumentException("unknown: " + flag);
        }
    }

    private void fill() {
        if (growth && latency) {
            throw new IllegalArgumentException("growth and latency are two measurements; ask for one");
        }
        if (rounds == 0) {
            rounds = quick || growth ? 1 : 3;
        }
        if (seconds == 0) {
            seconds = quick || growth ? 5 : 15;
        }
        if (warmup < 0) {
            // Until the compiler has come to rest: at 5,000 records a second that takes longest.
            warmup = latency ? 60 : 30;
        }
        if (records == 0) {
            records = quick || growth ? 8_000_000 : 24_000_000;
        }
        if (arms.isEmpty()) {
            arms = growth
                    ? List.of("brine", "plain")
                    : latency ? List.of("brine", "parallel-consumer", "plain") : Contender.NAMES;
        }
        for (String arm : arms) {
            if (!Contender.NAMES.contains(arm)) {
                throw new IllegalArgumentException("no arm is named " + arm + "; there are " + Contender.NAMES);
            }
        }
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
    }
}
