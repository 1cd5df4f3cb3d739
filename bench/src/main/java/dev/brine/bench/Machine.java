package dev.brine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What stands above every table. */
public final class Machine {

    private Machine() {}

    /** Day, machine and this process's JDK. */
    public static String today() {
        return today(System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** Day, machine and the JDK that is measured. */
    public static String today(String jdk) {
        int cores = Runtime.getRuntime().availableProcessors();
        return LocalDate.now(ZoneOffset.UTC) + "; " + cores + " cores of " + model() + ", "
                + System.getProperty("os.name") + "; " + jdk;
    }

    private static String model() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("an unnamed processor");
        } catch (IOException e) {
            // Not Linux, where the table does without the model.
            return System.getProperty("os.arch");
        }
    }
}
