package dev.brine.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brine.cli.Console;
import dev.brine.cli.records.ReadValue;
import dev.brine.cli.records.RecordPrinter;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.consumer.deadletter.DeadLetterFacts;
import java.io.IOException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The two forms in which letters are shown. */
interface LetterPrinter {

    /** Shows one letter; returns whether key and payload could be read. */
    boolean print(DeadLetter letter, ReadValue value);

    /** The lines of {@code brine consume}, with what is known of the death in {@code dead_letter}. */
    static LetterPrinter jsonLines(Console console, boolean stacks) {
        RecordPrinter printer = new RecordPrinter(console.out());
        return (letter, value) -> {
            ConsumerRecord<byte[], byte[]> record =
                    Payloads.as(letter, letter.record().topic());
            return printer.print(record, value, json -> facts(json, letter, stacks));
        };
    }

    /** For eyes. */
    static LetterPrinter human(Console console, boolean stacks) {
        boolean colours = console.colours();
        String dim = colours ? "\u001b[2m" : "";
        String bold = colours ? "\u001b[1m" : "";
        String plain = colours ? "\u001b[0m" : "";
        return (letter, value) -> {
            DeadLetterFacts facts = letter.facts();
            byte[] key = letter.key();
            String place = facts.topic() == null ? "an unknown place" : facts.topic();
            String origin = facts.origin().map(Object::toString).orElse(place);
            console.out()
                    .println(dim + letter.position() + "  from " + origin + "  " + Instant.ofEpochMilli(letter.diedAt())
                            + "  " + letter.family().label() + plain + "  " + bold
                            + (key == null ? "(no key)" : new String(key, UTF_8)) + plain);
            console.out()
                    .println("  "
                            + (facts.errorClass() == null ? "(no error is given)" : facts.errorClass())
                            + (facts.errorMessage() == null ? "" : ": " + facts.errorMessage())
                            + (facts.attempts() == null ? "" : dim + "  attempts " + facts.attempts() + plain)
                            + (letter.redrives() == 0 ? "" : dim + "  redrives " + letter.redrives() + plain));
            if (stacks && facts.stack() != null) {
                facts.stack().lines().forEach(line -> console.out().println("    " + line));
            }
            console.out().println("  " + text(value));
            if (value instanceof ReadValue.Unreadable bad) {
                console.err().println("brine: " + letter + ": " + bad.message());
                return false;
            }
            return true;
        };
    }

    private static String text(ReadValue value) {
        if (value instanceof ReadValue.Plain plain) {
            return new String(plain.bytes(), UTF_8);
        }
        return value instanceof ReadValue.Tombstone ? "(tombstone)" : "(unreadable)";
    }

    private static void facts(JsonGenerator json, DeadLetter letter, boolean stacks) throws IOException {
        DeadLetterFacts facts = letter.facts();
        json.writeObjectFieldStart("dead_letter");
        json.writeStringField("family", letter.family().label());
        text(json, "topic", facts.topic());
        number(json, "partition", facts.partition());
        number(json, "offset", facts.offset());
        number(json, "ts", facts.timestamp());
        text(json, "group", facts.group());
        number(json, "attempts", facts.attempts());
        number(json, "first_failure", facts.firstFailure());
        number(json, "last_failure", facts.lastFailure());
        text(json, "stage", facts.stage());
        text(json, "error_class", facts.errorClass());
        text(json, "error_message", facts.errorMessage());
        text(json, "writer_schema", facts.writerSchema());
        json.writeNumberField("redrives", letter.redrives());
        if (stacks) {
            text(json, "stack", facts.stack());
        }
        if (!letter.problems().isEmpty()) {
            json.writeArrayFieldStart("problems");
            for (String problem : letter.problems()) {
                json.writeString(problem);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    private static void number(JsonGenerator json, String field, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value.longValue());
        }
    }
}
