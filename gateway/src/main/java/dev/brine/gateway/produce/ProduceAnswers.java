package dev.brine.gateway.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.EncodedRecord;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.media.Errors;
import dev.brine.registry.SchemaVersion;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code {"offsets":[{"partition","offset","error_code","error"}],"value_schema_id"}}. */
final class ProduceAnswers {

    private static final int ENTRY = 64;

    private ProduceAnswers() {}

    /** 200 if all are acknowledged, 207 if some are, and else the error of the first one. */
    static Answer of(Head head, String type, boolean confluent, List<EncodedRecord> records, List<Fate> fates) {
        boolean some = false;
        boolean all = true;
        for (Fate fate : fates) {
            some |= fate.acknowledged() != null;
            all &= fate.acknowledged() != null;
        }
        if (!some && !fates.isEmpty()) {
            Refusal first = Objects.requireNonNull(fates.get(0).refusal());
            return Errors.answer(head, first);
        }
        // By hand: of a batch this is a good part of the work, and nothing in it but messages needs escaping.
        StringBuilder body = new StringBuilder(64 + ENTRY * fates.size()).append("{\"offsets\":[");
        for (int i = 0; i < fates.size(); i++) {
            add(i == 0 ? body : body.append(','), fates.get(i));
        }
        body.append(confluent ? "],\"key_schema_id\":null" : "]").append(",\"value_schema_id\":");
        body.append(schemaId(records)).append('}');
        return Answer.of(all ? 200 : 207, type, body.toString().getBytes(UTF_8));
    }

    private static @Nullable Integer schemaId(List<EncodedRecord> records) {
        for (EncodedRecord record : records) {
            SchemaVersion schema = record.schema();
            if (schema != null) {
                return schema.schema().id();
            }
        }
        return null;
    }

    private static void add(StringBuilder body, Fate fate) {
        Acknowledged acknowledged = fate.acknowledged();
        Refusal refusal = fate.refusal();
        if (acknowledged != null) {
            body.append("{\"partition\":").append(acknowledged.partition());
            body.append(",\"offset\":").append(acknowledged.offset());
        } else {
            body.append("{\"partition\":null,\"offset\":null");
        }
        if (refusal == null) {
            body.append(",\"error_code\":null,\"error\":null}");
        } else {
            body.append(",\"error_code\":").append(refusal.code());
            body.append(",\"error\":")
                    .append(TextNode.valueOf(refusal.getMessage()))
                    .append('}');
        }
    }
}
