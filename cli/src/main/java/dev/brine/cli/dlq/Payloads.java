package dev.brine.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.records.ReadValue;
import dev.brine.cli.records.ValueReader;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** The payloads of letters, read as those of their original topics. Used by one thread. */
final class Payloads implements AutoCloseable {

    private final SchemaRegistry registry;
    private final ValueReader values;

    private Payloads(SchemaRegistry registry, ValueReader values) {
        this.registry = registry;
        this.values = values;
    }

    /** Opens the registry: only for who reads payloads, so that letters can go back while it is away. */
    static Payloads open(Console console, Settings settings, LetterOptions letters) {
        SchemaRegistry registry = letters.openRegistry(console, settings);
        return new Payloads(registry, ValueReader.asWritten(letters.serdes(registry, settings)));
    }

    SchemaRegistry registry() {
        return registry;
    }

    ReadValue read(DeadLetter letter) {
        return values.read(original(letter));
    }

    /** The payload as a tree; empty if it cannot be read. A tombstone is JSON's null. */
    static Optional<JsonNode> tree(ReadValue value) {
        try {
            if (value instanceof ReadValue.Plain plain) {
                return Optional.of(Json.read(plain.bytes()));
            }
            return value instanceof ReadValue.Tombstone ? Optional.of(NullNode.getInstance()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The letter with the headers and under the topic of its record: a binding knows only that. */
    private static ConsumerRecord<byte[], byte[]> original(DeadLetter letter) {
        return as(
                letter,
                letter.facts().topic() == null
                        ? letter.record().topic()
                        : letter.facts().topic());
    }

    /** The letter with its record's own headers. */
    static ConsumerRecord<byte[], byte[]> as(DeadLetter letter, String topic) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        return new ConsumerRecord<>(
                topic,
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                new RecordHeaders(letter.headers()),
                Optional.empty());
    }

    @Override
    public void close() {
        values.close();
        registry.close();
    }
}
