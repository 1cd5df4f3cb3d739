package dev.brine.consumer.internal.engine;

import dev.brine.consumer.WorkerException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics that a worker finds by a pattern while it runs: those that are assigned for the first time get their dead-letter
 * topics. That asks the cluster, so it is done by a thread of its own; until it is done, a dead letter waits as for any
 * topic that is down.
 */
final class FoundTopics implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FoundTopics.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /** Topics to see to, not before a time. */
    private record Task(Set<String> topics, long at) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private final ConsumerRebalanceListener rebalance;
    private final Consumer<Set<String>> ensure;
    private final DelayQueue<Task> tasks = new DelayQueue<>();
    private final Set<String> known = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param rebalance is told of everything, as it would be without this
     * @param ensure makes dead-letter topics of these sources; may take its time and throw {@link WorkerException}
     */
    FoundTopics(String name, ConsumerRebalanceListener rebalance, Consumer<Set<String>> ensure) {
        this.rebalance = rebalance;
        this.ensure = ensure;
        this.thread = new Thread(this::run, name + "-topics");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Set<String> found = partitions.stream()
                .map(TopicPartition::topic)
                .filter(known::add)
                .collect(Collectors.toUnmodifiableSet());
        if (!found.isEmpty()) {
            tasks.add(new Task(found, System.nanoTime()));
        }
        rebalance.onPartitionsAssigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        rebalance.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        rebalance.onPartitionsLost(partitions);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                Task task = tasks.take();
                try {
                    ensure.accept(task.topics());
                } catch (WorkerException e) {
                    log.atWarn()
                            .addKeyValue("error", e.getMessage())
                            .log("dead-letter topics of {} cannot be made sure of, tried again", task.topics());
                    tasks.add(new Task(task.topics(), System.nanoTime() + AGAIN.toNanos()));
                }
            } catch (InterruptedException e) {
                if (!closed) {
                    log.atWarn().setCause(e).log("the thread that looks after topics was interrupted and goes on");
                }
            }
        }
    }
}
