package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A test over real workers and a real broker: a group of its own, a ledger, and everything closed afterwards. */
@BrineBroker(properties = {"log.cleaner.backoff.ms=200", "offset.metadata.max.bytes=4096"})
@Timeout(120)
public abstract class WorkerCase {

    protected final String group = Cluster.anyGroup();
    protected final Ledger ledger = new Ledger();
    protected final List<Worker<String, String>> workers = new ArrayList<>();
    protected Cluster cluster;
    protected EmbeddedBroker broker;

    @BeforeEach
    protected void connect() {
        cluster = new Cluster(broker);
    }

    @AfterEach
    protected void close() {
        workers.forEach(worker -> worker.close(Duration.ZERO));
        cluster.close();
    }

    protected String topic(int partitions) {
        String name = "orders-" + UUID.randomUUID();
        broker.createTopic(name, partitions);
        return name;
    }

    protected Worker<String, String> start(WorkerBuilder<String, String> builder) {
        Worker<String, String> worker = builder.build();
        worker.onOutcome(ledger);
        workers.add(worker);
        worker.start();
        return worker;
    }

    protected void awaitFinished(long records) {
        soon().untilAsserted(() -> assertThat(ledger.count()).isGreaterThanOrEqualTo(records));
    }

    protected static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }
}
