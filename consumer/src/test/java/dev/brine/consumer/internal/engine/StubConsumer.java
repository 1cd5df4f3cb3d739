package dev.brine.consumer.internal.engine;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;

/** A consumer of which only commits are asked, so that a test can answer them as a broker does only by chance. */
final class StubConsumer {

    /** What was committed with success, by partition; answers {@code committed}. */
    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    /** Asynchronous commits without an answer yet. */
    final List<Pending> pending = new ArrayList<>();

    /** What the next synchronous commits fail with. */
    final List<RuntimeException> failures = new ArrayList<>();

    /** What the next readings of commits fail with. */
    final List<RuntimeException> unreadable = new ArrayList<>();

    /** How long readings of commits may wait; those without a limit are counted as a day. */
    final List<Duration> reads = new ArrayList<>();

    final Map<TopicPartition, Long> soughtTo = new HashMap<>();

    /** What it has dropped without having said so; asked for it, it throws. */
    final Set<TopicPartition> dropped = new HashSet<>();

    final Set<TopicPartition> paused = new HashSet<>();

    /** What the group knows of it; no member at first. */
    ConsumerGroupMetadata member = new ConsumerGroupMetadata("billing");

    int syncCommits;

    record Pending(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {}

    void answer(Exception failure) {
        Pending first = pending.remove(0);
        if (failure == null) {
            committed.putAll(first.offsets());
        }
        first.callback().onComplete(first.offsets(), failure);
    }

    private Collection<TopicPartition> known(Collection<TopicPartition> asked) {
        asked.stream().filter(dropped::contains).findAny().ifPresent(partition -> {
            throw new IllegalStateException("No current assignment for partition " + partition);
        });
        return asked;
    }

    @SuppressWarnings("unchecked")
    Consumer<ByteBuffer, ByteBuffer> consumer() {
        return (Consumer<ByteBuffer, ByteBuffer>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "commitAsync" ->
                            pending.add(new Pending(
                                    (Map<TopicPartition, OffsetAndMetadata>) arguments[0],
                                    (OffsetCommitCallback) arguments[1]));
                        case "commitSync" -> {
                            syncCommits++;
                            if (!failures.isEmpty()) {
                                throw failures.remove(0);
                            }
                            committed.putAll((Map<TopicPartition, OffsetAndMetadata>) arguments[0]);
                        }
                        case "committed" -> {
                            reads.add(arguments.length == 1 ? Duration.ofDays(1) : (Duration) arguments[1]);
                            if (!unreadable.isEmpty()) {
                                throw unreadable.remove(0);
                            }
                            return new HashMap<>(committed);
                        }
                        case "seek" ->
                            soughtTo.put((TopicPartition) arguments[0], ((OffsetAndMetadata) arguments[1]).offset());
                        case "pause" -> paused.addAll(known((Collection<TopicPartition>) arguments[0]));
                        case "resume" -> paused.removeAll(known((Collection<TopicPartition>) arguments[0]));
                        case "groupMetadata" -> {
                            return member;
                        }
                        case "currentLag" -> {
                            known(List.of((TopicPartition) arguments[0]));
                            return OptionalLong.of(7);
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }
}
