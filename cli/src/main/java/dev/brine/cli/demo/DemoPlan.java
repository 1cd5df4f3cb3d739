package dev.brine.cli.demo;

import dev.brine.cli.serde.SchemaChoice;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of the demo.
 *
 * @param part which side runs in this process
 * @param records of all producers together, 0 for no end
 * @param perSecond records a second of all producers together, 0 for as fast as possible
 * @param input JSON lines instead of orders
 * @param schema the schema of the input
 * @param exitAtEnd whether workers without producers end when nothing is left
 * @param journal where observations are kept beyond this process
 * @param management null for the usual address, or a free port if that is taken
 */
record DemoPlan(
        Part part,
        long records,
        int workers,
        long seed,
        double perSecond,
        String topic,
        String group,
        @Nullable Path input,
        @Nullable SchemaChoice schema,
        boolean exitAtEnd,
        @Nullable Path journal,
        @Nullable InetSocketAddress management) {

    static final int PARTITIONS = 8;

    enum Part {
        ALL,
        PRODUCE,
        WORK;

        boolean produces() {
            return this != WORK;
        }

        boolean works() {
            return this != PRODUCE;
        }
    }

    String deadLetters() {
        return topic + ".dlq";
    }
}
