package dev.brine.broker;

import dev.brine.broker.BrokerException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import kafka.coordinator.transaction.TransactionCoordinator;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** One run of one combined node, from its start to its stop; a node that is started again is a new one. */
final class Node {

    private static final Logger log = LoggerFactory.getLogger(Node.class);

    // Kafka writes in pieces of this order, and stops at the first that does not fit.
    private static final long FULL = 4L << 20;

    private final int id;
    private final Properties properties;
    private final ServerSocketFactory sockets;
    private final NodeThreads threads;
    private final AtomicReference<@Nullable BrokerException> failure = new AtomicReference<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    // Written by the starting thread, read by the stopping one after it.
    private volatile @Nullable ControllerServer controller;

    private volatile boolean stopping;
    private volatile @Nullable BrokerServer broker;

    Node(int id, Properties properties, ServerSocketFactory sockets) {
        this.id = id;
        this.properties = properties;
        this.sockets = sockets;
        this.threads = new NodeThreads(id, this::fail);
    }

    /** Begins to start; {@link #await} tells how it went. */
    void start() {
        Thread thread = new Thread(threads, this::run, "brine-broker-" + id + "-start");
        thread.setDaemon(true);
        thread.start();
    }

    void await(Duration atMost) {
        try {
            started.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw explain(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            BrokerException fault = failure.get();
            throw new BrokerException(
                    Reason.DEADLINE,
                    "node " + id + " was not ready before the deadline"
                            + (fault == null
                                    ? "; the log of kafka.server says what it waits for"
                                    : ": " + fault.getMessage()),
                    fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException(Reason.FAILED, "interrupted while node " + id + " was starting", e);
        }
    }

    /** Tells whether the node was started, and has neither failed nor been told to stop. */
    boolean isServing() {
        return started.isDone() && !started.isCompletedExceptionally() && !stopping && failure.get() == null;
    }

    /** What made the node fail while it ran, or null. */
    @Nullable
    BrokerException failure() {
        return failure.get();
    }

    /**
     * Begins to stop.
     *
     * @param handover how long to wait for the controller's consent, which moves leaders to other nodes first
     */
    void stop(Duration handover) {
        stopping = true;
        Thread thread = new Thread(threads, () -> shutdown(handover), "brine-broker-" + id + "-stop");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the node is down, even when interrupted, and tells whether it is: its files must not be shared. */
    boolean awaitStopped(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    stopped.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException | ExecutionException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("embedded node {} did not stop in {}", id, atMost);
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            KafkaConfig config = KafkaConfig.fromProps(properties, false);
            Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                    KafkaRaftServer.initializeLogDirs(config, log, "[node " + id + "] ");
            MetaPropertiesEnsemble ensemble = directories._1();
            Metrics metrics = Server.initializeMetrics(
                    config, Time.SYSTEM, ensemble.clusterId().orElseThrow());
            SharedServer shared = new SharedServer(
                    config,
                    ensemble,
                    Time.SYSTEM,
                    metrics,
                    CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(
                            config.quorumConfig().voters())),
                    List.of(),
                    this::faultHandler,
                    sockets);
            ControllerServer startingController =
                    new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
            BrokerServer startingBroker = new BrokerServer(shared);
            controller = startingController;
            startingController.startup();
            broker = startingBroker;
            startingBroker.startup();
            started.complete(null);
        } catch (Throwable e) {
            // Whatever ends the start, the caller of await() gets it; an error of the VM is no exception.
            started.completeExceptionally(e);
        }
    }

    private FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
        return (what, cause) -> {
            action.run();
            String message = "node " + id + ", " + name + ": " + what
                    + (cause == null ? "" : ": " + BrokerException.rootMessage(cause));
            BrokerException fault = new BrokerException(
                    BrokerException.isNoSpace(cause) ? Reason.NO_SPACE : Reason.FAILED, message, cause);
            if (fatal) {
                fail(fault);
            } else {
                log.atWarn().addKeyValue("error", message).log("embedded node reports a fault");
            }
            return fault;
        };
    }

    private void fail(BrokerException reported) {
        BrokerException fault = diskIsFull() ? noSpace("while node " + id + " was running", reported) : reported;
        if (stopping || !failure.compareAndSet(null, fault)) {
            return;
        }
        log.atError().addKeyValue("error", fault.getMessage()).log("embedded node failed");
        if (started.isDone() && !started.isCompletedExceptionally()) {
            // A failed node that still answers would keep clients waiting; a refused connection tells them.
            stop(Duration.ofMillis(1));
        }
    }

    private void shutdown(Duration handover) {
        started.handle((ok, error) -> null)
                .orTimeout(30, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
        try {
            BrokerServer runningBroker = broker;
            if (runningBroker != null) {
                // A coordinator that ends transactions of partitions whose leader has just gone leaves out their
                // markers for good (KAFKA-20734). The next one to be coordinator writes those that are not written.
                TransactionCoordinator transactions = runningBroker.transactionCoordinator();
                if (transactions != null) {
                    // There is none if the start has failed before.
                    transactions.shutdown();
                }
                runningBroker.shutdown(handover);
            }
            ControllerServer runningController = controller;
            if (runningController != null) {
                runningController.shutdown();
            }
            stopped.complete(null);
        } catch (Throwable e) {
            stopped.completeExceptionally(e);
        }
    }

    // Kafka says that all its directories have failed, not why; a file system that is full says enough.
    private boolean diskIsFull() {
        try {
            return Files.getFileStore(Path.of(properties.getProperty("log.dirs")))
                            .getUsableSpace()
                    < FULL;
        } catch (IOException e) {
            return BrokerException.isNoSpace(e);
        }
    }

    private BrokerException noSpace(String when, Throwable cause) {
        return new BrokerException(
                Reason.NO_SPACE,
                "no space left for data directory " + properties.getProperty("log.dirs") + " " + when
                        + "; free some and start again",
                cause);
    }

    private BrokerException explain(Throwable e) {
        if (e instanceof BrokerException known) {
            return known;
        }
        if (BrokerException.isNoSpace(e)) {
            return noSpace("while node " + id + " was starting", e);
        }
        if (e instanceof ConfigException || e instanceof IllegalArgumentException) {
            return new BrokerException(
                    Reason.BAD_PROPERTIES, "node " + id + " does not accept its properties: " + e.getMessage(), e);
        }
        return new BrokerException(
                Reason.FAILED, "node " + id + " did not start: " + BrokerException.rootMessage(e), e);
    }
}
