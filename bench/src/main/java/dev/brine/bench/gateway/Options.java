package dev.brine.bench.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code bench/run gateway} was told. */
final class Options {

    static final String USAGE = """
            bench/run gateway [--quick] [--overload] [--only CASE,...] [--connections N,...] [--seconds N] [--rounds N] [--list] [--jdk HOME]
              --overload     what becomes of 0.5, 0.9, 1 and 2 times the load that it can take, and of it afterwards
              --quick        6 s each instead of 15
              --rounds       of an overload; 5 unless given
              --only         produce, batch, confluent, get, tcp; all but confluent unless given
              --connections  1,16,128,1000 unless given, or 1000 under overload""";

    boolean quick;
    boolean overload;
    boolean list;
    List<Case> cases = List.of();
    List<Integer> connections = List.of();
    int seconds;
    int rounds = 5;
    Path jdk = Path.of(System.getProperty("java.home"));

    /** @throws IllegalArgumentException if they say what cannot be */
    static Options parse(String[] arguments) {
        Options options = new Options();
        List<String> left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            String flag = left.remove(0);
            switch (flag) {
                case "--quick" -> options.quick = true;
                case "--overload" -> options.overload = true;
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

    private void set(String flag, String value) {
        switch (flag) {
            case "--only" ->
                cases = Stream.of(value.split(",")).map(Case::named).toList();
            case "--connections" ->
                connections = Stream.of(value.split(",")).map(Integer::parseInt).toList();
            case "--seconds" -> seconds = Integer.parseInt(value);
            case "--rounds" -> rounds = Integer.parseInt(value);
            case "--jdk" -> jdk = Path.of(value);
            default -> throw new IllegalArgumentException("unknown: " + flag);
        }
    }

    private void fill() {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be 1 or more");
        }
        if (seconds < 0 || connections.stream().anyMatch(one -> one < 1 || one > 10_000)) {
            throw new IllegalArgumentException("seconds must be 1 or more, connections 1 to 10,000");
        }
        if (seconds == 0) {
            seconds = quick ? 6 : 15;
        }
        if (cases.isEmpty()) {
            cases = Case.USUAL;
        }
        if (connections.isEmpty()) {
            connections = overload ? List.of(1_000) : List.of(1, 16, 128, 1_000);
        }
    }
}
