package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.Console;
import java.io.PrintWriter;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The form in which records are shown. */
public interface RecordOutput {

    /** Shows one record; returns whether all of it could be read. */
    boolean print(ConsumerRecord<byte[], byte[]> record, ReadValue value);

    /** One JSON object a line. */
    static RecordOutput jsonLines(Console console) {
        return new RecordPrinter(console.out())::print;
    }

    /** As a format says; what cannot be read is empty there and explained on standard error. */
    static RecordOutput formatted(Console console, FormatString format) {
        return (record, value) -> {
            console.out().print(format.format(record, text(value)));
            return explained(console.err(), record, value);
        };
    }

    /** Place, time and key, then the value: for eyes, not for programs. */
    static RecordOutput human(Console console) {
        boolean colours = console.colours();
        String dim = colours ? "\u001b[2m" : "";
        String bold = colours ? "\u001b[1m" : "";
        String plain = colours ? "\u001b[0m" : "";
        return (record, value) -> {
            byte[] key = record.key();
            String version = value instanceof ReadValue.Plain read
                    ? "  " + read.schema().name() + (read.codec().equals("avro") ? "" : " " + read.codec())
                    : "";
            console.out()
                    .println(dim + record.topic() + "-" + record.partition() + "@" + record.offset() + "  "
                            + Instant.ofEpochMilli(record.timestamp()) + version + plain + "  " + bold
                            + (key == null ? "(no key)" : new String(key, UTF_8)) + plain);
            console.out().println("  " + (value instanceof ReadValue.Tombstone ? "(tombstone)" : text(value)));
            return explained(console.err(), record, value);
        };
    }

    private static String text(ReadValue value) {
        return value instanceof ReadValue.Plain plain ? new String(plain.bytes(), UTF_8) : "";
    }

    private static boolean explained(PrintWriter err, ConsumerRecord<byte[], byte[]> record, ReadValue value) {
        if (value instanceof ReadValue.Unreadable bad) {
            err.println("brine: " + record.topic() + "-" + record.partition() + "@" + record.offset() + ": "
                    + bad.message());
            return false;
        }
        return true;
    }
}
