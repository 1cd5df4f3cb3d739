package dev.brine.consumer.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What befalls a scene, in an order and on targets that follow from a seed. */
final class Schedule implements AutoCloseable {

    /** Longer than a member may be silent. */
    private static final Duration LONG = Duration.ofSeconds(8);

    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Of what handlers call; attempts without a circuit breaker are used up much sooner. */
    private static final Duration OUTAGE = Duration.ofSeconds(4);

    /**
     * Bytes: less than a dead letter or a parked record, more than the marker of a transaction. A coordinator whose marker is
     * refused as too large leaves the transaction open for ever (Kafka 4.3.1).
     */
    private static final int SMALL = 100;

    private static final int MOST_WORKERS = 6;

    private enum Act {
        JOIN,
        DRAIN,
        KILL,
        KILL_PROCESS,
        FREEZE_PROCESS,
        STALL_OWNER,
        STALL_NETWORK,
        RESTART_BROKER,
        MOVE_COORDINATOR,
        REFUSE_LETTERS,
        REFUSE_PARKING,
        SLOW_HANDLERS,
        FAIL_HANDLERS,
        GROW
    }

    private static final List<Act> ONE_BROKER = List.of(
            Act.JOIN,
            Act.DRAIN,
            Act.KILL,
            Act.KILL_PROCESS,
            Act.STALL_OWNER,
            Act.STALL_NETWORK,
            Act.STALL_NETWORK,
            Act.RESTART_BROKER,
            Act.REFUSE_LETTERS,
            Act.SLOW_HANDLERS,
            Act.GROW);

    private static final List<Act> THREE_BROKERS = List.of(
            Act.JOIN,
            Act.DRAIN,
            Act.KILL,
            Act.FREEZE_PROCESS,
            Act.KILL_PROCESS,
            Act.STALL_OWNER,
            Act.RESTART_BROKER,
            Act.MOVE_COORDINATOR,
            Act.REFUSE_LETTERS,
            Act.SLOW_HANDLERS,
            Act.GROW);

    /** Of a run that is not at least once: one process killed and so many other acts. */
    private static final int SHORT_RUN = 7;

    private final Scene scene;
    private final Random random;
    private final List<Act> acts;
    private final Map<Member, Long> busyUntil = new HashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "schedule");
        thread.setDaemon(true);
        return thread;
    });

    Schedule(Scene scene, int nodes, long seed) {
        this.scene = scene;
        this.random = new Random(seed);
        this.acts = new ArrayList<>(nodes == 1 ? ONE_BROKER : THREE_BROKERS);
        if (scene.mode().parks()) {
            acts.set(acts.indexOf(Act.REFUSE_LETTERS), Act.REFUSE_PARKING);
        }
        Collections.shuffle(acts, random);
        if (scene.mode() != Mode.AT_LEAST_ONCE) {
            acts.remove(Act.KILL_PROCESS);
            acts.subList(SHORT_RUN, acts.size()).clear();
            acts.add(random.nextInt(acts.size()), Act.KILL_PROCESS);
        }
        if (scene.mode() == Mode.PACED) {
            acts.add(random.nextInt(acts.size()), Act.FAIL_HANDLERS);
        }
    }

    /** Three workers here and one as a process, then everything that happens, until nothing is wrong any more. */
    void play() throws InterruptedException {
        scene.joinChild();
        for (int i = 0; i < 3; i++) {
            scene.join();
        }
        // A process takes longer to start than some acts to come.
        scene.await("all have partitions", () -> scene.members().stream().allMatch(scene::hasPartitions));
        scene.load().upTo(1, acts.size() + 1);
        scene.startLoad();
        for (int i = 0; i < acts.size(); i++) {
            scene.load().upTo(i + 1, acts.size() + 1);
            Scene.pause(Duration.ofMillis(300 + random.nextInt(1_200)));
            scene.supervise();
            play(acts.get(i));
        }
        scene.load().upTo(1, 1);
        later.shutdown();
        if (!later.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new AssertionError("a disturbance does not end\n  " + scene.history());
        }
        scene.supervise();
        if (healthy().isEmpty()) {
            scene.join();
        }
    }

    private void play(Act act) {
        switch (act) {
            case JOIN -> {
                if (scene.members().size() < MOST_WORKERS) {
                    scene.join();
                }
            }
            case DRAIN -> scene.drain(oneOfSeveral());
            case KILL -> kill(oneOfSeveral());
            case KILL_PROCESS -> scene.kill(process());
            case FREEZE_PROCESS -> freeze(process());
            case STALL_OWNER -> {
                LocalMember member = oneOfSeveral();
                scene.note("stall owner of " + member.name());
                disturb("stalled owner", member, LONG);
                member.stall(LONG);
            }
            case STALL_NETWORK -> stallNetwork(oneOfSeveral());
            case RESTART_BROKER ->
                restart(random.nextInt(scene.brokers().broker().nodes().size()));
            case MOVE_COORDINATOR ->
                restart(scene.cluster().coordinator(scene.group()).orElseThrow());
            case REFUSE_LETTERS -> {
                scene.note("refuse dead letters");
                refuse(scene.topic() + ".dlq");
            }
            case REFUSE_PARKING -> {
                scene.note("refuse what is to be parked");
                refuse(scene.retryTopic());
            }
            case SLOW_HANDLERS -> {
                scene.note("slow handlers");
                List<LocalMember> slow = scene.locals();
                slow.forEach(member -> member.behaviour().slow(20));
                later.schedule(
                        () -> slow.forEach(member -> member.behaviour().slow(0)),
                        SHORT.toMillis(),
                        TimeUnit.MILLISECONDS);
            }
            case FAIL_HANDLERS -> {
                scene.note("all handlers here fail");
                List<LocalMember> failing = scene.locals();
                failing.forEach(member -> member.behaviour().failing(true));
                later.schedule(
                        () -> failing.forEach(member -> member.behaviour().failing(false)),
                        OUTAGE.toMillis(),
                        TimeUnit.MILLISECONDS);
            }
            case GROW -> {
                scene.note("grow");
                scene.cluster().grow(scene.topic(), ChaosRun.PARTITIONS + 4);
                scene.load().partitions(ChaosRun.PARTITIONS + 4);
            }
        }
    }

    private void kill(LocalMember member) {
        if (scene.mode().transactional()) {
            scene.kill(member, Step.values()[random.nextInt(Step.values().length)], Duration.ofSeconds(2));
        } else {
            scene.kill(member);
        }
    }

    private void refuse(String topic) {
        scene.cluster().limitRecords(topic, SMALL);
        later.schedule(() -> scene.cluster().refuseWrites(topic, false), SHORT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void freeze(ChildMember member) {
        scene.note("freeze " + member.name());
        disturb("frozen process", member, LONG);
        member.freeze();
        later.schedule(member::thaw, LONG.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stallNetwork(LocalMember member) {
        Duration duration = random.nextBoolean() ? LONG : SHORT;
        scene.note("stall network of " + member.name() + " for " + duration.toSeconds() + " s");
        disturb("stalled network", member, duration);
        StallingProxy proxy = scene.brokers().proxy();
        proxy.freeze(member.name());
        later.schedule(() -> proxy.thaw(member.name()), duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void restart(int node) {
        scene.note("stop broker " + node);
        long from = System.currentTimeMillis();
        scene.brokers().broker().stop(node);
        Scene.pause(Duration.ofMillis(500 + random.nextInt(1_500)));
        scene.brokers().broker().start(node);
        scene.outage("broker down", from, System.currentTimeMillis());
        scene.note("broker " + node + " is up");
    }

    private void disturb(String what, Member member, Duration duration) {
        long now = System.currentTimeMillis();
        busyUntil.put(member, System.nanoTime() + duration.toNanos());
        scene.disturb(what, member, now, now + duration.toMillis());
    }

    private List<LocalMember> healthy() {
        long now = System.nanoTime();
        return scene.locals().stream()
                .filter(member -> now - busyUntil.getOrDefault(member, now) >= 0)
                .toList();
    }

    /** A healthy worker of this process, of which another one is left. */
    private LocalMember oneOfSeveral() {
        while (healthy().size() < 2) {
            scene.join();
        }
        List<LocalMember> all = healthy();
        return all.get(random.nextInt(all.size()));
    }

    private ChildMember process() {
        ChildMember child = scene.children().isEmpty()
                ? scene.joinChild()
                : scene.children().get(0);
        scene.await(child.name() + " has partitions", () -> scene.hasPartitions(child));
        return child;
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
