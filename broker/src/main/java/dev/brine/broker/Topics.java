package dev.brine.broker;

import dev.brine.broker.BrokerException.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** The administrative side of an embedded broker, over one client for its whole life. */
final class Topics implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final Admin admin;
    private final Duration deadline;

    Topics(String bootstrap, Duration deadline) {
        this.deadline = deadline;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "brine-broker-admin",
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200,
                AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG,
                ""));
    }

    void create(String name, int partitions, Map<String, String> config) {
        long end = System.nanoTime() + deadline.toNanos();
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
        String what = "topic " + name + " with " + partitions + " partition(s)";
        get(admin.createTopics(List.of(topic)).all(), what, end);
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.put(new TopicPartition(name, partition), OffsetSpec.latest());
        }
        until(end, what, () -> {
            get(admin.listOffsets(all).all(), what, end);
            return true;
        });
    }

    /** Waits until the cluster knows this many nodes. */
    void awaitNodes(int count, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        String what = "cluster of " + count + " node(s)";
        until(end, what, () -> get(admin.describeCluster().nodes(), what, end).size() == count);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }

    private interface Check {
        boolean passes();
    }

    private static void until(long end, String what, Check check) {
        @Nullable BrokerException last = null;
        do {
            try {
                if (check.passes()) {
                    return;
                }
            } catch (BrokerException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                last = e;
            }
            pause(what);
        } while (System.nanoTime() < end);
        throw new BrokerException(Reason.DEADLINE, what + " was not ready before the deadline", last);
    }

    private static void pause(String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException(Reason.FAILED, "interrupted while waiting for " + what, e);
        }
    }

    private static <T> T get(KafkaFuture<T> future, String what, long end) {
        try {
            return future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BrokerException(Reason.FAILED, what + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new BrokerException(Reason.DEADLINE, what + " did not answer before the deadline", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException(Reason.FAILED, "interrupted while waiting for " + what, e);
        }
    }
}
