package dev.brine.cli.records;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.ProduceCommand.Defaults;
import dev.brine.producer.BrineProducer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends lines and keeps account of what became of them. Used by one thread; acknowledgements come on another. */
public final class Production implements AutoCloseable {

    private final Console console;
    private final Cluster cluster;
    private final LineWriter writer;
    private final Defaults defaults;
    private final boolean keepGoing;
    private final BrineProducer<byte[], byte[]> producer;
    private final Map<String, Integer> partitions = new HashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Refused> refused = new AtomicReference<>();
    private long bad;

    private record Refused(long line, Throwable cause) {}

    Production(Console console, Cluster cluster, LineWriter writer, Defaults defaults, boolean keepGoing) {
        this.console = console;
        this.cluster = cluster;
        this.writer = writer;
        this.defaults = defaults;
        this.keepGoing = keepGoing;
        this.producer = producer(cluster);
    }

    /** A producer of bytes that gives up on a broker that has gone away soon enough for somebody who waits. */
    public static BrineProducer<byte[], byte[]> producer(Cluster cluster) {
        Map<String, Object> properties = cluster.settings().kafka();
        // A broker that goes away in the middle must be told of in time, not after Kafka's two minutes.
        properties.putIfAbsent("delivery.timeout.ms", "20000");
        properties.putIfAbsent("request.timeout.ms", "10000");
        return BrineProducer.sending(new ByteArraySerializer(), new ByteArraySerializer())
                .kafka(properties)
                .blockAtMost(Duration.ofSeconds(20))
                .build();
    }

    /** Sends line after line until the input, a bad line, a refusal or a signal ends it. */
    void send(LineSource lines, StopRequest stop) throws IOException {
        while (!stop.requested() && refused.get() == null) {
            try {
                byte[] line = lines.next();
                if (line == null) {
                    return;
                }
                JsonLine read = read(line);
                if (read != null) {
                    send(lines.number(), read);
                }
            } catch (MalformedLineException | SerializationException e) {
                if (!bad(
                        lines.number(),
                        CliException.failed(String.valueOf(e.getMessage())).causedBy(e))) {
                    return;
                }
            } catch (CliException e) {
                if (!bad(lines.number(), e)) {
                    return;
                }
            }
        }
    }

    /** Waits for every acknowledgement and says how it went. */
    int finish() {
        producer.flush();
        Refused failure = refused.get();
        if (failure != null) {
            CliException error = failure.cause() instanceof TimeoutException
                    ? CliException.unreachable("line " + failure.line() + " was not acknowledged in time")
                    : CliException.failed("line " + failure.line() + " was refused by the broker");
            throw error.because(failure.cause().getMessage()).causedBy(failure.cause());
        }
        if (bad > 0) {
            console.err()
                    .println("brine: " + bad + (bad == 1 ? " line was" : " lines were") + " not sent, "
                            + acknowledged.get() + " acknowledged");
            return keepGoing ? ExitCode.UNREADABLE : ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    long acknowledged() {
        return acknowledged.get();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }

    private @Nullable JsonLine read(byte[] line) {
        if (blank(line)) {
            return defaults.tombstones()
                    ? new JsonLine(null, null, null, null, List.of(), new JsonLine.Value.Tombstone(), null)
                    : null;
        }
        return defaults.values() ? JsonLineReader.value(line) : JsonLineReader.read(line, defaults.tombstones());
    }

    private void send(long number, JsonLine line) {
        String topic = defaults.topic() != null ? defaults.topic() : line.topic();
        if (topic == null) {
            throw CliException.failed("the line names no topic").trying("-t TOPIC");
        }
        Integer partition = defaults.partition() != null ? defaults.partition() : line.partition();
        int count = partitions.computeIfAbsent(
                topic, name -> cluster.partitions(name).size());
        if (partition != null && (partition < 0 || partition >= count)) {
            throw CliException.failed(
                    "topic " + topic + " has no partition " + partition + ", only 0 to " + (count - 1));
        }
        List<Header> headers = new ArrayList<>(defaults.headers());
        headers.addAll(line.headers());
        JsonLine whole = new JsonLine(
                topic,
                partition,
                line.timestamp(),
                line.key() == null ? defaults.key() : line.key(),
                headers,
                line.value(),
                line.schema());
        ProducerRecord<byte[], byte[]> record = writer.record(topic, whole);
        var unused = producer.send(record).whenComplete((metadata, failure) -> {
            if (failure == null) {
                acknowledged.incrementAndGet();
            } else {
                refused.compareAndSet(null, new Refused(number, failure));
            }
        });
    }

    /** Reports a bad line; returns whether to go on. */
    private boolean bad(long number, CliException error) {
        bad++;
        console.out().flush();
        console.err().println("brine: line " + number + ": " + error.getMessage());
        if (error.suggestion() != null) {
            console.err().println("  try: " + error.suggestion());
        }
        return keepGoing;
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
