package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gateway's process has spent, has in memory, and has answered. */
final class Vitals {

    private static final int CLOCK_HERTZ = 100;
    private static final int USER_TIME = 11;
    private static final Pattern ANSWERED =
            Pattern.compile("brine_gateway_requests_seconds_count\\{.*status=\"([^\"]+)\".*\\} ([0-9.Ee+]+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Children children;

    Vitals(Children children) {
        this.children = children;
    }

    /** Seconds of processor time so far, of all its threads; 0 where the system does not say. */
    double processor() {
        try {
            String line = Files.readString(Path.of("/proc/" + children.pid() + "/stat"));
            String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(words[USER_TIME]) + Long.parseLong(words[USER_TIME + 1])) / (double) CLOCK_HERTZ;
        } catch (IOException e) {
            return 0;
        }
    }

    /** How many answers it has given so far, by status. */
    Map<String, Long> answered() throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (String line : children.meters()) {
            Matcher matcher = ANSWERED.matcher(line);
            if (matcher.matches()) {
                found.merge(matcher.group(1), (long) Double.parseDouble(matcher.group(2)), Long::sum);
            }
        }
        return found;
    }

    /** MiB of heap in use after a full collection. */
    double heap() throws IOException {
        command("GC.run");
        double kibibytes = 0;
        for (String line : command("GC.heap_info")) {
            if (line.contains("etaspace") || line.contains("class space")) {
                continue;
            }
            Matcher matcher = USED.matcher(line);
            if (matcher.find()) {
                kibibytes += Long.parseLong(matcher.group(1));
            }
        }
        return kibibytes / 1024;
    }

    private List<String> command(String name) throws IOException {
        Process process = new ProcessBuilder(
                        children.jdk().resolve("bin").resolve("jcmd").toString(), Long.toString(children.pid()), name)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>(new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList());
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lines;
    }
}
