package dev.brine.consumer.internal.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/**
 * A random schedule of records through batches. An oracle knows for each lane what has to come next: whatever is in a
 * batch must be the beginning of that. The owner never nudges, so a wait that nobody ends hangs here and is found.
 */
final class BatchStress implements BatchProcessor {

    private final Timekeeper timekeeper = new Timekeeper("stress-timekeeper");
    private final ScheduledExecutorService elsewhere = Executors.newScheduledThreadPool(1);
    private final Assignment assignment = new Assignment(Samples.PARTITION, 1);
    private final Map<Lane, Queue<Work>> expected = new ConcurrentHashMap<>();
    private final Map<Lane, Boolean> busy = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger several = new AtomicInteger();
    private final Completions completions = new Completions(() -> {});
    private final long seed;
    private final Random random;
    private final int cap;
    private final int maxRecords;
    private final Threads threads;
    private final Dispatcher dispatcher;

    BatchStress(long seed, Threads threads) {
        this.seed = seed;
        this.random = new Random(seed);
        this.cap = 1 + random.nextInt(5);
        this.maxRecords = 1 + random.nextInt(40);
        this.threads = threads;
        this.dispatcher = Dispatcher.of(cap, this, completions, this::publish, threads, true, fault -> {
            wrong.add("fault " + fault);
        });
    }

    Assignment assignment() {
        return assignment;
    }

    /** @return how many batches had more than one record */
    int run(Lanes lanes, int records, int keys) {
        int sent = 0;
        int unfinished = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (sent < records || unfinished > 0) {
            for (int i = random.nextInt(80); i > 0 && sent < records && unfinished < 400; i--) {
                String key = "key-" + random.nextInt(keys);
                Lane lane = lanes.laneFor(Samples.bytes(key));
                Work work = new Work(lane, sent, Samples.record(sent, key, "v"));
                expected.computeIfAbsent(lane, l -> new ConcurrentLinkedQueue<>())
                        .add(work);
                if (lane.append(work)) {
                    dispatcher.add(lane);
                }
                sent++;
                unfinished++;
                dispatcher.start();
            }
            LockSupport.parkNanos(200_000);
            List<Lane> again = new ArrayList<>();
            AtomicInteger finished = new AtomicInteger();
            completions.drainTo(work -> {
                if (work.verdict() == Verdict.RETRY) {
                    again.add(work.lane());
                } else {
                    finished.incrementAndGet();
                    if (work.lane().takeBack()) {
                        lanes.remove(work.lane());
                    }
                }
            });
            unfinished -= finished.get();
            if (!again.isEmpty()) {
                again.forEach(dispatcher::add);
                dispatcher.start();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("seed " + seed + ": stuck with " + unfinished + " unfinished, sent " + sent);
            }
        }
        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(expected.values()).as("seed %d", seed).allSatisfy(left -> assertThat(left)
                .isEmpty());
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(assignment.inHandlers())
                    .as("seed %d: left in handlers", seed)
                    .isZero();
            assertThat(dispatcher.inHandlers()).as("seed %d: permits", seed).isZero();
        });
        elsewhere.shutdownNow();
        threads.interruptAll();
        timekeeper.close();
        return several.get();
    }

    @Override
    public int maxRecords() {
        return maxRecords;
    }

    @Override
    public long maxWaitNanos() {
        return TimeUnit.MILLISECONDS.toNanos(seed % 4);
    }

    @Override
    public Timekeeper timekeeper() {
        return timekeeper;
    }

    @Override
    public Verdict prepare(Work work) {
        if (!poison(work)) {
            return null;
        }
        note(work, 0);
        return Verdict.DEAD;
    }

    @Override
    public Answers handle(List<Work> works, Trigger trigger) {
        if (running.incrementAndGet() > cap) {
            wrong.add("more than " + cap + " batches at once");
        }
        check(works, trigger);
        int call = calls.incrementAndGet();
        Random dice = new Random(seed * 31 + call);
        if (dice.nextInt(4) == 0) {
            LockSupport.parkNanos(dice.nextInt(500_000));
        }
        boolean thrown = dice.nextInt(10) == 0;
        Verdict[] verdicts = new Verdict[works.size()];
        for (int i = 0; i < verdicts.length; i++) {
            int one = dice.nextInt(100);
            verdicts[i] = (thrown || one < 5) && works.get(i).attempt() < 3
                    ? Verdict.RETRY
                    : one < 8 ? Verdict.DEAD : one < 20 ? Verdict.SKIPPED : Verdict.DONE;
        }
        running.decrementAndGet();
        return new Said(works, verdicts);
    }

    private void check(List<Work> works, Trigger trigger) {
        if (works.size() > maxRecords) {
            wrong.add(works.size() + " in a batch of at most " + maxRecords);
        }
        if (works.size() > 1) {
            several.incrementAndGet();
        }
        Map<Lane, List<Work>> byLane = new HashMap<>();
        for (Work work : works) {
            byLane.computeIfAbsent(work.lane(), lane -> new ArrayList<>()).add(work);
            if (poison(work)) {
                wrong.add(work + " is poison and in a batch");
            }
            boolean failedBefore = work.attempt() > 1;
            if (failedBefore != (trigger == Trigger.ALONE) || (failedBefore && works.size() > 1)) {
                wrong.add(work + ", attempt " + work.attempt() + ", in a batch " + trigger + " of " + works.size());
            }
        }
        byLane.forEach((lane, some) -> {
            if (busy.put(lane, true) != null) {
                wrong.add(some.get(0) + " while another batch has its lane");
            }
            List<Work> next = expected.get(lane).stream().limit(some.size()).toList();
            if (!next.equals(some)) {
                wrong.add("batch has " + some + ", the lane goes on with " + next);
            }
        });
    }

    private final class Said implements Answers {

        private final List<Work> works;
        private final Verdict[] verdicts;

        Said(List<Work> works, Verdict[] verdicts) {
            this.works = works;
            this.verdicts = verdicts;
        }

        @Override
        public Verdict verdict(int index) {
            Work work = works.get(index);
            Verdict verdict = verdicts[index];
            boolean last = index + 1 == verdicts.length || works.get(index + 1).lane() != work.lane();
            if (verdict == Verdict.RETRY || verdict == Verdict.DEAD) {
                note(work, work.attempt());
            } else {
                finish(work);
            }
            if (last || verdict == Verdict.RETRY || verdict == Verdict.DEAD) {
                busy.remove(work.lane());
            }
            return verdict;
        }

        @Override
        public void setAside(int from, int to) {
            if (from > to) {
                wrong.add("set aside from " + from + " to " + to);
            }
        }
    }

    private void finish(Work work) {
        if (expected.get(work.lane()).poll() != work) {
            wrong.add(work + " finished out of turn");
        }
    }

    private boolean poison(Work work) {
        return new Random(seed * 17 + work.ticket()).nextInt(50) == 0;
    }

    private static void note(Work work, int count) {
        work.failed(
                new Attempts(count, 0, 0, Attempts.Stage.HANDLER, new IllegalStateException("planted"), null, null, 0));
    }

    private void publish(Work work) {
        elsewhere.schedule(
                () -> {
                    finish(work);
                    dispatcher.deadLetterAcknowledged(work);
                },
                work.ticket() % 3,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public Verdict attempt(Work work) {
        throw new IllegalStateException("records come in batches");
    }

    @Override
    public Verdict settle(Work work, Throwable failure) {
        throw new IllegalStateException("nothing is pending");
    }

    @Override
    public String overdue(TopicPartition partition) {
        return null;
    }
}
