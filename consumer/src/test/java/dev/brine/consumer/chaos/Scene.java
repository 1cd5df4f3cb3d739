package dev.brine.consumer.chaos;

import dev.brine.consumer.Cluster;
import dev.brine.consumer.DeadLetterHeaders;
import dev.brine.consumer.RetryHeaders;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Evidence.ParkedCopy;
import dev.brine.consumer.chaos.Evidence.Sight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A topic, a load, a group of workers, and everybody who watches them, until all is done and audited. */
final class Scene implements AutoCloseable {

    private static final int OUTPUT_PARTITIONS = 8;

    /** How long nothing may move, with all done but what nobody knows of at the end of a retry topic. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final ChaosBroker brokers;
    private final Cluster cluster;
    private final String topic = "chaos-" + UUID.randomUUID();
    private final WorkerPlan plan;
    private final Duration patience;
    private final Journal journal = new Journal();
    private final Sent sent = new Sent();
    private final CommitWatch watch;
    private final Load load;
    private final Thread loading;
    private final List<Member> members = new ArrayList<>();
    private final List<Member> gone = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final long began = System.nanoTime();
    private final long beganAt = System.currentTimeMillis();
    private final boolean fixedMembership;
    private final Set<String> takenInstances = new HashSet<>();
    private int names;

    /**
     * @param fixedMembership whether workers are static members
     * @param patience how long nothing may move before a run is given up
     */
    Scene(
            Mode mode,
            ChaosBroker brokers,
            String protocol,
            boolean fixedMembership,
            int partitions,
            int records,
            int perSecond,
            long seed,
            Duration patience) {
        this.brokers = brokers;
        this.fixedMembership = fixedMembership;
        this.patience = patience;
        this.cluster = new Cluster(brokers.broker());
        brokers.broker().createTopic(topic, partitions);
        this.plan = new WorkerPlan(mode, brokers.broker().bootstrapServers(), topic, "group-" + topic, protocol, seed);
        if (mode.transactional()) {
            brokers.broker().createTopic(plan.outputs(), OUTPUT_PARTITIONS);
        }
        this.watch = new CommitWatch(cluster, plan.group(), Set.of(topic, plan.retryTopic()));
        this.load = new Load(cluster, topic, partitions, records, perSecond, seed, sent, journal::finished);
        this.loading = new Thread(load, "load");
    }

    void startLoad() {
        loading.setDaemon(true);
        loading.start();
    }

    Cluster cluster() {
        return cluster;
    }

    ChaosBroker brokers() {
        return brokers;
    }

    String topic() {
        return topic;
    }

    Mode mode() {
        return plan.mode();
    }

    String retryTopic() {
        return plan.retryTopic();
    }

    String group() {
        return plan.group();
    }

    Load load() {
        return load;
    }

    Journal journal() {
        return journal;
    }

    List<Member> members() {
        return List.copyOf(members);
    }

    List<LocalMember> locals() {
        return members.stream()
                .filter(LocalMember.class::isInstance)
                .map(LocalMember.class::cast)
                .toList();
    }

    List<ChildMember> children() {
        return members.stream()
                .filter(ChildMember.class::isInstance)
                .map(ChildMember.class::cast)
                .toList();
    }

    String history() {
        return String.join("\n  ", history);
    }

    int count() {
        return sent.count();
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    void note(String what) {
        history.add(String.format("%5.1f s: %s", seconds(), what));
    }

    /**
     * Takes note that a member is cut off. While a member says nothing, the classic protocol cannot end a rebalance, and
     * the coordinator may refuse the commits of all.
     */
    void disturb(String what, Member member, long from, long to) {
        disturbances.add(
                new Disturbance(what, member.name(), from, to, plan.protocol().equals("classic"), false));
    }

    /** Takes note that a broker is down. */
    void outage(String what, long from, long to) {
        disturbances.add(new Disturbance(what, "", from, to, true, true));
    }

    LocalMember join() {
        String name = nextName();
        Tap tap = new Tap(name, journal);
        return join(name, tap, new TappedClients(tap));
    }

    LocalMember join(String name, Tap tap, TappedClients clients) {
        return join(name, tap, clients, builder -> builder);
    }

    LocalMember join(String name, Tap tap, TappedClients clients, UnaryOperator<WorkerBuilder<String, String>> last) {
        String instance = instance();
        note("join " + name + (fixedMembership ? " as " + instance : ""));
        LocalMember member = new LocalMember(
                name, instance, names % 3 == 0, tap, last.apply(plan.builder(name, instance, clients)), plan, journal);
        members.add(member);
        return member;
    }

    ChildMember joinChild() {
        String name = nextName();
        note("join " + name + " as a process");
        ChildMember member = new ChildMember(plan, name, instance(), journal);
        members.add(member);
        return member;
    }

    String nextName() {
        return String.format("w%02d", ++names);
    }

    void drain(Member member) {
        note("drain " + member.name());
        member.drain();
        leave(member);
        takenInstances.remove(member.instance());
    }

    void kill(Member member) {
        note("kill " + member.name());
        kill(member, System.currentTimeMillis());
    }

    /**
     * Kills a worker when its transaction gets to a step.
     *
     * @param most how long to wait for that; it is killed anywhere then
     */
    void kill(LocalMember member, Step step, Duration most) {
        note("kill " + member.name() + " at " + step);
        long from = System.currentTimeMillis();
        member.killAt(step);
        long end = System.nanoTime() + most.toNanos();
        while (!member.killed() && System.nanoTime() - end < 0) {
            pause(Duration.ofMillis(5));
        }
        kill(member, from);
    }

    private void kill(Member member, long from) {
        member.kill();
        disturb("kill", member, from, System.currentTimeMillis());
        leave(member);
        if (plan.protocol().equals("classic")) {
            // A new member may take the place of a static one that said nothing. The other protocol lets it wait for
            // the
            // end of the session.
            takenInstances.remove(member.instance());
        }
    }

    /**
     * Does what a supervisor does: starts a static member again that has ended because another one has its place. That
     * is the end of a worker by Kafka's rules. It happens without another one too: see decision note 0156.
     */
    void supervise() {
        for (LocalMember member : locals()) {
            String failure = fixedMembership ? member.failure() : null;
            if (failure != null
                    && (failure.contains("FencedInstanceIdException")
                            || failure.contains("UnreleasedInstanceIdException"))) {
                note(failure);
                long now = System.currentTimeMillis();
                disturb("kill", member, now, now);
                leave(member);
                join();
            }
        }
    }

    private void leave(Member member) {
        members.remove(member);
        gone.add(member);
    }

    private String instance() {
        if (!fixedMembership) {
            return "-";
        }
        int number = 0;
        while (!takenInstances.add("i" + number)) {
            number++;
        }
        return "i" + number;
    }

    boolean hasPartitions(Member member) {
        return journal.events().stream()
                .anyMatch(
                        event -> event.kind() == Kind.ASSIGNED && event.worker().equals(member.name()));
    }

    /** Waits until something is so, or patience is over. */
    void await(String what, java.util.function.BooleanSupplier so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain: " + what + "\n  " + history());
            }
            pause(Duration.ofMillis(20));
        }
    }

    static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Waits until all is sent, finished and committed, or nothing moves any more; closes all; audits. */
    Audit finish() throws InterruptedException {
        note("all is well again");
        awaitRest();
        note("closing");
        long endedAt = System.currentTimeMillis();
        List<String> failures = new ArrayList<>();
        for (Member member : List.copyOf(members)) {
            String failure = member.failure();
            if (failure != null) {
                failures.add(failure);
            }
            member.drain();
            leave(member);
        }
        gone.forEach(Member::close);
        List<Commit> commits = watch.finish();
        if (load.failure() != null) {
            throw new AssertionError("the load could not be sent\n  " + history(), load.failure());
        }
        return new Audit(new Evidence(
                plan.mode(),
                plan.seed(),
                topic,
                plan.retryTopic(),
                sent.all(),
                journal.events(),
                commits.stream().filter(commit -> commit.topic().equals(topic)).toList(),
                commits.stream()
                        .filter(commit -> commit.topic().equals(plan.retryTopic()))
                        .toList(),
                cluster.ends(topic),
                letters(),
                parked(),
                outputs(),
                visible(),
                disturbances,
                failures,
                beganAt,
                endedAt));
    }

    private void awaitRest() {
        long state = -1;
        long movedAt = System.nanoTime();
        while (System.nanoTime() - movedAt < patience.toNanos()) {
            long quiet = System.nanoTime() - movedAt;
            if (!loading.isAlive() && isOver(quiet)) {
                return;
            }
            supervise();
            long now = committed(topic) + committed(plan.retryTopic()) + journal.size() + sent.count();
            if (now != state) {
                state = now;
                movedAt = System.nanoTime();
            }
            pause(Duration.ofMillis(100));
        }
        note("nothing moves any more");
    }

    /** With all committed nothing will be delivered any more, whether it has an outcome or not. */
    private boolean isOver(long quietNanos) {
        if (committed(topic) != ends(topic)) {
            return false;
        }
        return !plan.mode().parks()
                || committed(plan.retryTopic()) == ends(plan.retryTopic())
                // What came late from a worker that is gone stands at the end, and nobody knows of it.
                || (journal.finished() >= sent.count() && quietNanos > QUIET.toNanos());
    }

    private long ends(String of) {
        return cluster.ends(of).values().stream().mapToLong(Long::longValue).sum();
    }

    private long committed(String of) {
        long sum = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> committed :
                cluster.committed(plan.group()).entrySet()) {
            sum += committed.getKey().topic().equals(of) ? committed.getValue().offset() : 0;
        }
        return sum;
    }

    private Map<String, Long> letters() {
        Map<String, Long> positions = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : cluster.read(topic + ".dlq")) {
            positions.merge(
                    TappedClients.text(letter.headers(), DeadLetterHeaders.PARTITION) + "@"
                            + TappedClients.text(letter.headers(), DeadLetterHeaders.OFFSET),
                    1L,
                    Long::sum);
        }
        return positions;
    }

    private Map<Integer, TreeMap<Long, ParkedCopy>> parked() {
        Map<Integer, TreeMap<Long, ParkedCopy>> copies = new HashMap<>();
        if (plan.mode().parks()) {
            cluster.read(plan.retryTopic())
                    .forEach(copy -> copies.computeIfAbsent(copy.partition(), partition -> new TreeMap<>())
                            .put(
                                    copy.offset(),
                                    new ParkedCopy(
                                            Long.parseLong(TappedClients.text(copy.headers(), RetryHeaders.OFFSET)),
                                            TappedClients.text(copy.headers(), RetryHeaders.TOKEN),
                                            copy.timestamp())));
        }
        return copies;
    }

    private List<Sight> outputs() {
        List<Sight> outputs = new ArrayList<>();
        if (plan.mode().transactional()) {
            for (ConsumerRecord<byte[], byte[]> output : cluster.read(plan.outputs())) {
                String[] value = new String(output.value(), StandardCharsets.UTF_8).split("#");
                outputs.add(new Sight(
                        new String(output.key(), StandardCharsets.UTF_8), value[0], Long.parseLong(value[1])));
            }
        }
        return outputs;
    }

    private Set<String> visible() {
        Set<String> positions = new HashSet<>();
        cluster.read(topic).forEach(record -> positions.add(record.partition() + "@" + record.offset()));
        return positions;
    }

    @Override
    public void close() {
        load.close();
        members.forEach(Member::close);
        gone.forEach(Member::close);
        watch.close();
        cluster.close();
    }
}
