package dev.brine.bench.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How fast a run was.
 *
 * @param rate records a second
 * @param processor microseconds that all threads of the process spent on a record, the broker's among them
 */
record Pace(double rate, double processor) {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** Both clocks at the start of a run. */
    record Start(long nanos, long processor) {

        Pace after(int records) {
            double spent = PROCESS.getProcessCpuTime() - processor;
            return new Pace(records / ((System.nanoTime() - nanos) / 1e9), spent / 1e3 / records);
        }
    }

    static Start start() {
        return new Start(System.nanoTime(), PROCESS.getProcessCpuTime());
    }
}
