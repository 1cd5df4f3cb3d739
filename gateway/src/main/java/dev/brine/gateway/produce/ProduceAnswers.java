package dev.brine.gateway.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.EncodedRecord;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.media.Errors;
import java.util.List;
import java.util.Objects;

/** {@code {"offsets":[{"partition","offset","error_code","error"}],"value_schema_id"}}. */
final class ProduceAnswers {

    private ProduceAnswers() {}

    /** 200 if all are acknowledged, 207 if some are, and else the error of the first one. */
    static Answer of(Head head, String type, boolean confluent, List<EncodedRecord> records, List<Fate> fates) {
        boolean some = fates.stream().anyMatch(fate -> fate.acknowledged() != null);
        boolean all = fates.stream().allMatch(fate -> fate.acknowledged() != null);
        if (!some && !fates.isEmpty()) {
            Refusal first = Objects.requireNonNull(fates.get(0).refusal());
            return Errors.answer(head, first);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode offsets = body.putArray("offsets");
        fates.forEach(fate -> add(offsets.addObject(), fate));
        if (confluent) {
            body.putNull("key_schema_id");
        }
        records.stream()
                .map(EncodedRecord::schema)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresentOrElse(
                        schema -> body.put("value_schema_id", schema.schema().id()),
                        () -> body.putNull("value_schema_id"));
        return Answer.of(all ? 200 : 207, type, body.toString().getBytes(UTF_8));
    }

    private static void add(ObjectNode entry, Fate fate) {
        Acknowledged acknowledged = fate.acknowledged();
        Refusal refusal = fate.refusal();
        if (acknowledged != null) {
            entry.put("partition", acknowledged.partition()).put("offset", acknowledged.offset());
        } else {
            entry.putNull("partition").putNull("offset");
        }
        if (refusal == null) {
            entry.putNull("error_code").putNull("error");
        } else {
            entry.put("error_code", refusal.code()).put("error", refusal.getMessage());
        }
    }
}
