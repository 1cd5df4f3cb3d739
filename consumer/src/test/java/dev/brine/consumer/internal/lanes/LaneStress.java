package dev.brine.consumer.internal.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A random schedule of records of a few keys through lanes and dispatcher, with an owner that only ever waits to be
 * woken. What every handler sees is checked for order within the lane, for being alone in it, and for the cap.
 */
final class LaneStress {

    private final Random random;
    private final long seed;
    private final int cap;

    /** Nearly all handlers return at once, so that runners serve whole bundles. */
    private final boolean quick;

    private final Threads threads;
    private final Thread owner = Thread.currentThread();
    private final ScheduledExecutorService elsewhere = Executors.newScheduledThreadPool(2);
    private final Assignment assignment = new Assignment(Samples.PARTITION, 1);
    private final Completions completions = new Completions(this::wake);
    private final Dispatcher dispatcher;
    private final Map<Lane, Long> lastOf = new ConcurrentHashMap<>();
    private final Map<Lane, Boolean> busy = new ConcurrentHashMap<>();
    private final Map<Long, Integer> retried = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private int mostRunning;

    /** As a consumer's wake-up does, it ends the wait even if what it was for has been taken back meanwhile. */
    private volatile boolean woken;

    LaneStress(long seed, int cap, Threads threads) {
        this.seed = seed;
        this.cap = cap;
        this.quick = seed % 2 == 0;
        this.threads = threads;
        this.random = new Random(seed);
        this.dispatcher =
                new Dispatcher(cap, new Handler(), completions, this::publish, threads, t -> wrong.add("fault " + t));
    }

    /** @return most records that were in handlers at once */
    int run(Lanes lanes, int records, int keys) {
        int unfinished = 0;
        int sent = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (sent < records || unfinished > 0) {
            int room = Math.min(records - sent, 300 - unfinished);
            int together = 1 + random.nextInt(12);
            List<Lane> ready = new ArrayList<>();
            for (int i = random.nextInt(Math.max(1, room + 1)); i > 0; i--) {
                String key = "key-" + random.nextInt(keys);
                Lane lane = lanes.laneFor(Samples.bytes(key));
                if (lane.append(new Work(lane, sent, Samples.record(sent, key, "v")))) {
                    ready.add(lane);
                }
                if (ready.size() == together) {
                    add(ready);
                }
                sent++;
                unfinished++;
            }
            add(ready);
            dispatcher.start();
            woken = false;
            boolean mayWait = completions.arm(1 + random.nextInt(Math.max(1, Math.min(unfinished, 20))));
            if (mayWait && unfinished >= 20) {
                // No timeout but the test's own: a wake-up that is lost hangs here and is found.
                while (!woken && System.nanoTime() < end) {
                    LockSupport.parkNanos(this, end - System.nanoTime());
                }
            }
            completions.disarm();
            AtomicInteger finished = new AtomicInteger();
            completions.drainTo(work -> {
                if (work.verdict() == Verdict.RETRY) {
                    dispatcher.add(work.lane());
                } else {
                    finished.incrementAndGet();
                    if (work.lane().takeBack()) {
                        lanes.remove(work.lane());
                    }
                }
            });
            unfinished -= finished.get();
            dispatcher.nudge();
            if (System.nanoTime() > end) {
                throw new AssertionError("seed " + seed + ": stuck with " + unfinished + " unfinished, sent " + sent);
            }
        }
        elsewhere.shutdownNow();
        threads.interruptAll();
        assertThat(wrong).as("seed %d", seed).isEmpty();
        // A runner hands its work over first and leaves after that.
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(assignment.inHandlers())
                .as("seed %d: left in handlers", seed)
                .isZero());
        return mostRunning;
    }

    /** One by one, or as a bundle. */
    private void add(List<Lane> ready) {
        if (random.nextInt(4) == 0) {
            ready.forEach(dispatcher::add);
        } else if (!ready.isEmpty()) {
            dispatcher.add(assignment, ready.toArray(new Lane[0]), ready.size());
        }
        ready.clear();
    }

    private void wake() {
        woken = true;
        LockSupport.unpark(owner);
    }

    Assignment assignment() {
        return assignment;
    }

    private void publish(Work work) {
        elsewhere.schedule(
                () -> {
                    exit(work);
                    dispatcher.deadLetterAcknowledged(work);
                },
                work.ticket() % 3,
                TimeUnit.MILLISECONDS);
    }

    private void enter(Work work) {
        if (busy.put(work.lane(), true) != null) {
            wrong.add(work + " began while another of its lane was running");
        }
        int now = running.incrementAndGet();
        mostRunning = Math.max(mostRunning, now);
        if (now > cap) {
            wrong.add(now + " in handlers, cap is " + cap);
        }
        Long last = lastOf.put(work.lane(), work.ticket());
        boolean again = last != null && last == work.ticket() && retried.containsKey(work.ticket());
        if (last != null && last >= work.ticket() && !again) {
            wrong.add(work + " began after ticket " + last);
        }
    }

    private void exit(Work work) {
        busy.remove(work.lane());
    }

    /** Decides by the ticket what happens, so that a seed means the same schedule of outcomes. */
    private final class Handler implements Processor {

        @Override
        public Verdict attempt(Work work) {
            enter(work);
            int dice = new Random(seed * 31 + work.ticket()).nextInt(100);
            if (quick && dice < 99) {
                leave(work);
                return Verdict.DONE;
            }
            if (dice < 5 && retried.merge(work.ticket(), 1, Integer::sum) <= 2) {
                leave(work);
                return Verdict.RETRY;
            }
            if (dice < 8) {
                running.decrementAndGet();
                return Verdict.DEAD;
            }
            if (dice < 25) {
                CompletableFuture<Void> answer = new CompletableFuture<>();
                elsewhere.schedule(() -> answer.complete(null), dice % 2, TimeUnit.MILLISECONDS);
                work.pending(answer);
                return Verdict.PENDING;
            }
            if (dice < 40) {
                LockSupport.parkNanos(200_000);
            }
            leave(work);
            return dice % 2 == 0 ? Verdict.DONE : Verdict.SKIPPED;
        }

        @Override
        public Verdict settle(Work work, Throwable failure) {
            leave(work);
            return Verdict.DONE;
        }

        private void leave(Work work) {
            running.decrementAndGet();
            exit(work);
        }
    }
}
