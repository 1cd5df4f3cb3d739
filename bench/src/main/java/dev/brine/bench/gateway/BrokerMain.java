package dev.brine.bench.gateway;

import dev.brine.broker.EmbeddedBroker;
import java.io.IOException;
import java.util.Map;

/** The broker, in a process of its own: says where it is and ends with its standard input. */
final class BrokerMain {

    // What is written is read by nobody, and must not fill the disk.
    private static final Map<String, String> FORGETFUL =
            Map.of("retention.bytes", "67108864", "segment.bytes", "33554432", "file.delete.delay.ms", "1000");

    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .property("log.retention.check.interval.ms", "2000")
                .start()) {
            for (String topic : Setup.TOPICS) {
                broker.createTopic(topic, Setup.PARTITIONS, FORGETFUL);
            }
            System.out.println(Children.MARK + broker.bootstrapServers());
            System.out.flush();
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }
}
