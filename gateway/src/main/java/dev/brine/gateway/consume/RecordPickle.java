package dev.brine.gateway.consume;

import dev.brine.gateway.flow.TopicFormat;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Records as one pickled dict of the same form as the JSON. All values are of the topic's newest version, as which they are
 * read: a pickle has no place for the version that each was written with. Bytes are Python's own; dates and decimals are text,
 * as in everything that this codec writes.
 */
final class RecordPickle {

    private static final byte[] NO_PREFIX = {};
    private static final Schema NULL = Schema.create(Schema.Type.NULL);
    private static final Schema TEXT = Schema.create(Schema.Type.STRING);
    private static final Schema TEXT_OR_BYTES = Schema.createUnion(NULL, TEXT, Schema.create(Schema.Type.BYTES));

    private final Values values;

    RecordPickle(Values values) {
        this.values = values;
    }

    byte[] object(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        TopicFormat format = values.format();
        Schema schema = answer(format == null ? null : format.schema().schema().schema());
        List<Map<String, Object>> list = new ArrayList<>(records.size());
        records.forEach(record -> list.add(record(record)));
        Map<String, Object> all = Map.of("records", list, "next_offset", next);
        return format == null
                ? Codecs.named("pickle")
                        .encoder(schema, Object.class, Limits.DEFAULT)
                        .encode(NO_PREFIX, all)
                : format.encode("pickle", all, schema);
    }

    private Map<String, Object> record(ConsumerRecord<byte[], byte[]> record) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("partition", record.partition());
        fields.put("offset", record.offset());
        fields.put("ts", record.timestamp());
        fields.put("key", textOrBytes(record.key()));
        List<List<Object>> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            List<Object> pair = new ArrayList<>();
            pair.add(header.key());
            pair.add(textOrBytes(header.value()));
            headers.add(pair);
        }
        fields.put("headers", headers);
        ReadValue value = values.read(record);
        if (value instanceof ReadValue.Readable read) {
            fields.put("payload", read.value());
            fields.put("payload_error", null);
            fields.put("payload_base64", null);
        } else if (value instanceof ReadValue.Unreadable bad) {
            fields.put("payload", null);
            fields.put("payload_error", Map.of("rule", bad.rule(), "message", bad.message()));
            fields.put("payload_base64", Base64.getEncoder().encodeToString(bad.bytes()));
        }
        return fields;
    }

    private static @Nullable Object textOrBytes(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        String text = RecordJson.text(bytes);
        return text != null ? text : ByteBuffer.wrap(bytes);
    }

    private static Schema answer(@Nullable Schema payload) {
        Schema errors = Schema.createUnion(NULL, Schema.createMap(TEXT));
        Schema record = SchemaBuilder.record("Record")
                .namespace("dev.brine.gateway.answer")
                .fields()
                .requiredInt("partition")
                .requiredLong("offset")
                .requiredLong("ts")
                .name("key")
                .type(TEXT_OR_BYTES)
                .noDefault()
                .name("headers")
                .type(Schema.createArray(Schema.createArray(TEXT_OR_BYTES)))
                .noDefault()
                .name("payload")
                .type(orNull(payload))
                .noDefault()
                .name("payload_error")
                .type(errors)
                .noDefault()
                .name("payload_base64")
                .type(Schema.createUnion(NULL, TEXT))
                .noDefault()
                .endRecord();
        return SchemaBuilder.record("Records")
                .namespace("dev.brine.gateway.answer")
                .fields()
                .name("records")
                .type(Schema.createArray(record))
                .noDefault()
                .requiredLong("next_offset")
                .endRecord();
    }

    private static Schema orNull(@Nullable Schema payload) {
        Set<Schema> branches = new LinkedHashSet<>();
        branches.add(NULL);
        if (payload != null && payload.isUnion()) {
            branches.addAll(payload.getTypes());
        } else if (payload != null) {
            branches.add(payload);
        }
        return branches.size() == 1 ? NULL : Schema.createUnion(new ArrayList<>(branches));
    }
}
