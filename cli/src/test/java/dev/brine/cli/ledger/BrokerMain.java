package dev.brine.cli.ledger;

import dev.brine.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;

/** A broker in a process of its own, which can be killed: {@code PORT DIRECTORY [TOPIC...]}. Ends with its standard input. */
final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) throws IOException {
        EmbeddedBroker broker = EmbeddedBroker.builder()
                .port(Integer.parseInt(args[0]))
                .data(Path.of(args[1]))
                // A killed broker is let in again when it has been missed for so long; Kafka's own 9 s are only waited
                // for.
                .property("broker.session.timeout.ms", "3000")
                .start();
        for (int i = 2; i < args.length; i++) {
            broker.createTopic(args[i], 1);
        }
        System.out.println("ready");
        int unused = System.in.read();
        Runtime.getRuntime().halt(0);
    }
}
