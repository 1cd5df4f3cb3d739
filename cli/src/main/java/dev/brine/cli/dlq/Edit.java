package dev.brine.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.cli.CliException;
import dev.brine.cli.records.JsonLine;
import dev.brine.cli.records.LineWriter;
import dev.brine.cli.records.ReadValue;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.consumer.deadletter.Redrive;
import dev.brine.registry.SchemaVersion;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Mends payloads: the plain JSON of the value as it was written is patched, checked against the schema that wrote it,
 * and encoded again with the same codec and frame. Used by one thread.
 */
final class Edit implements AutoCloseable {

    private final JsonPatch patch;
    private final LineWriter writer;

    Edit(JsonPatch patch, TopicSerdes serdes) {
        this.patch = patch;
        this.writer = new LineWriter(serdes, false, false);
    }

    /** @throws PatchException if the patch does not apply, or its result does not fit the schema */
    ProducerRecord<byte[], byte[]> apply(DeadLetter letter, ReadValue value, String topic, @Nullable Integer partition)
            throws PatchException {
        if (value instanceof ReadValue.Unreadable bad) {
            throw new PatchException("its payload cannot be read: " + bad.message());
        }
        if (!(value instanceof ReadValue.Plain plain)) {
            throw new PatchException("it is a tombstone and has no payload");
        }
        Optional<JsonNode> tree = Payloads.tree(plain);
        JsonNode patched = patch.apply(tree.orElseThrow());
        SchemaVersion schema = plain.schema();
        JsonLine line = new JsonLine(
                topic,
                partition,
                null,
                letter.key(),
                letter.headers(),
                new JsonLine.Value.Json(Json.bytes(patched)),
                new JsonLine.SchemaName(
                        schema.schema().id(), schema.subject(), schema.version(), plain.codec(), plain.frame()));
        try {
            ProducerRecord<byte[], byte[]> written = writer.record(topic, line);
            return Redrive.record(letter, topic, partition, written.value(), written.headers());
        } catch (SerializationException | CliException e) {
            throw new PatchException(
                    "the patched payload does not fit " + schema.name() + ": " + String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
