package dev.brine.bench.worker;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has spent so far.
 *
 * @param nanos on the clock
 * @param processor nanoseconds of processor time, collections and compilation included
 * @param allocated bytes
 */
record Spent(long nanos, long processor, long allocated) {

    private static final int TOTAL_SINCE = 21;

    static Spent now() {
        return new Spent(
                System.nanoTime(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime(),
                allocatedBytes());
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        if (Runtime.version().feature() >= TOTAL_SINCE) {
            try {
                // Compiled for 17, which has no such method.
                return (long) ThreadMXBean.class
                        .getMethod("getTotalThreadAllocatedBytes")
                        .invoke(threads);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no count of bytes on " + Runtime.version(), e);
            }
        }
        // Threads that have ended are missing; pools keep theirs for longer than a run lasts.
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    /** Heap in use after a full collection. */
    static double live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most memory this process has had, or 0 where the system does not say. */
    static double resident() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D+", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
