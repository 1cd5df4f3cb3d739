package dev.brine.cli.files;

import dev.brine.cli.CliException;
import dev.brine.cli.ExitCode;
import dev.brine.cli.records.JsonLine;
import dev.brine.cli.records.JsonLineReader;
import dev.brine.cli.records.LineSource;
import dev.brine.cli.records.LineWriter;
import dev.brine.cli.records.MalformedLineException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Records as the lines of {@code brine consume}; each goes to the one topic, into its own partition if it names one. */
final class RecordLines implements LoadFile {

    private static final int LONGEST = 64 << 20;

    private final InputStream in;
    private final LineSource lines;
    private final LineWriter writer;
    private final String topic;
    private final int partitions;

    RecordLines(InputStream in, LineWriter writer, String topic, int partitions) {
        this.in = in;
        this.lines = new LineSource(in, LONGEST);
        this.writer = writer;
        this.topic = topic;
        this.partitions = partitions;
    }

    @Override
    public @Nullable Item next() throws IOException {
        while (true) {
            try {
                byte[] line = lines.next();
                if (line == null) {
                    return null;
                }
                if (line.length > 0) {
                    return new Item(place(), record(JsonLineReader.read(line, false)), null);
                }
            } catch (MalformedLineException | SerializationException e) {
                return new Item(place(), null, e.getMessage());
            } catch (CliException e) {
                if (e.exitCode() != ExitCode.FAILED) {
                    throw e;
                }
                return new Item(place(), null, e.getMessage());
            }
        }
    }

    private ProducerRecord<byte[], byte[]> record(JsonLine line) {
        Integer partition = line.partition();
        if (partition != null && partition >= partitions) {
            throw new MalformedLineException(
                    "topic " + topic + " has no partition " + partition + ", only 0 to " + (partitions - 1));
        }
        return writer.record(topic, line);
    }

    private String place() {
        return "line " + lines.number();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        in.close();
    }
}
