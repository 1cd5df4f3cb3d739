package dev.brine.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The server properties of one combined node: small, with few threads, and quick to agree. */
final class NodeProperties {

    /** Where one node listens. */
    record Address(int node, int port, int controllerPort) {}

    private NodeProperties() {}

    static Properties of(Address self, List<Address> all, Path directory, Map<String, String> extra) {
        boolean cluster = all.size() > 1;
        String replicas = cluster ? "3" : "1";
        String inSync = cluster ? "2" : "1";
        Map<String, String> p = new LinkedHashMap<>();
        p.put("node.id", String.valueOf(self.node()));
        p.put("process.roles", "broker,controller");
        p.put("listeners", "BROKER://" + at(self.port()) + ",CONTROLLER://" + at(self.controllerPort()));
        p.put("advertised.listeners", "BROKER://" + at(self.port()));
        p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "BROKER");
        p.put("controller.listener.names", "CONTROLLER");
        p.put(
                "controller.quorum.voters",
                all.stream().map(a -> a.node() + "@" + at(a.controllerPort())).collect(Collectors.joining(",")));
        p.put("log.dirs", directory.toString());

        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("group.coordinator.threads", "1");
        p.put("share.coordinator.threads", "1");
        p.put("log.cleaner.threads", "1");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.index.size.max.bytes", "1048576");
        // Two nodes in one JVM would fight over the same JMX names.
        p.put("metric.reporters", "");

        p.put("auto.create.topics.enable", "false");
        p.put("default.replication.factor", replicas);
        p.put("min.insync.replicas", inSync);
        p.put("offsets.topic.num.partitions", cluster ? "3" : "1");
        p.put("offsets.topic.replication.factor", replicas);
        p.put("transaction.state.log.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", replicas);
        p.put("transaction.state.log.min.isr", inSync);
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", replicas);
        p.put("share.coordinator.state.topic.min.isr", inSync);

        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("group.consumer.min.session.timeout.ms", "1000");
        p.put("group.consumer.min.heartbeat.interval.ms", "100");
        p.put("group.consumer.session.timeout.ms", "10000");
        p.put("group.consumer.heartbeat.interval.ms", "500");
        p.put("broker.heartbeat.interval.ms", "500");

        p.putAll(extra);
        Properties properties = new Properties();
        properties.putAll(p);
        return properties;
    }

    private static String at(int port) {
        return Ports.HOST + ":" + port;
    }
}
