package dev.brine.bench.worker;

import dev.brine.bench.worker.Contender.Source;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of one contender, in a process of its own. Waits for the first record, lets it warm up for half of the topic at
 * most, measures until the time is over or the topic is at its end, prints {@link Figures}, and ends without closing anything.
 */
final class ContenderMain {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_MILLIS = 2;

    private final Case given;
    private final Task task;
    private final double warmup;
    private final double seconds;

    private ContenderMain(Case given, Task task, double warmup, double seconds) {
        this.given = given;
        this.task = task;
        this.warmup = warmup;
        this.seconds = seconds;
    }

    /** Contender, brokers, topic, group, decoding, seconds to warm up, seconds to measure, and the case. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        Case wanted = Case.of(given.subList(7, given.size()));
        Task task = wanted.records() == 0 ? new LatencyTask() : new Task(wanted.millis());
        Source source = new Source(given.get(1), given.get(2), given.get(3), Decoding.valueOf(given.get(4)));
        Contender.named(given.get(0)).start(wanted, source, task);
        // In memory there is no end.
        Case bounded = given.get(0).equals("ideal") ? wanted.with(0) : wanted;
        ContenderMain run =
                new ContenderMain(bounded, task, Double.parseDouble(given.get(5)), Double.parseDouble(given.get(6)));
        System.out.println(run.measured().line());
        System.out.flush();
        // Closing would take its time, and nothing that it does is measured.
        System.exit(0);
    }

    private Figures measured() throws InterruptedException {
        long began = System.nanoTime();
        while (task.done() == 0) {
            Thread.sleep(LOOK_MILLIS);
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IllegalStateException("no record came");
            }
        }
        // Half of the topic at most: something must be left to measure.
        await(System.nanoTime(), warmup, given.records() / 2);
        if (task instanceof LatencyTask latency) {
            latency.count(true);
        }
        long before = task.done();
        Spent start = Spent.now();
        await(start.nanos(), seconds, given.records());
        long after = task.done();
        Spent end = Spent.now();
        double taken = (end.nanos() - start.nanos()) / 1e9;
        double records = Math.max(1, after - before);
        LatencyTask latency = task instanceof LatencyTask is ? is : new LatencyTask();
        latency.count(false);
        return new Figures(
                (after - before) / taken,
                taken,
                (end.processor() - start.processor()) / 1e9 / records * 100_000,
                (end.allocated() - start.allocated()) / records,
                Spent.live(),
                Spent.resident(),
                latency.millisAt(50),
                latency.millisAt(99),
                latency.millisAt(99.9),
                latency.millisAtMost());
    }

    /** @param records at which it ends early; 0 for never */
    private void await(long since, double most, long records) throws InterruptedException {
        while (System.nanoTime() - since < most * 1e9 && (records <= 0 || task.done() < records)) {
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
