package dev.brine.gateway.produce;

import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.media.MediaType;
import dev.brine.registry.SchemaVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code POST /topics/{topic}/records}: one value, lines of JSON, or a pickled list. */
enum RawForm implements BodyForm {
    JSON {
        @Override
        public Parsed parse(TopicFormat format, RecordFields fields, byte[] body) {
            return one(() -> format.decode("json", body), fields, true);
        }
    },
    PICKLE {
        @Override
        public Parsed parse(TopicFormat format, RecordFields fields, byte[] body) {
            return one(() -> format.decode("pickle", body), fields, false);
        }
    },
    PICKLED_LIST {
        @Override
        public Parsed parse(TopicFormat format, RecordFields fields, byte[] body) {
            List<Supplier<@Nullable Object>> values = new ArrayList<>();
            for (Object value : format.decodeMany("pickle", body)) {
                values.add(() -> value);
            }
            requireFew(values.size());
            return Parsed.many(values, fields, false);
        }
    },
    NDJSON {
        @Override
        public Parsed parse(TopicFormat format, RecordFields fields, byte[] body) {
            List<Supplier<@Nullable Object>> values = new ArrayList<>();
            int from = 0;
            while (from < body.length) {
                int end = from;
                while (end < body.length && body[end] != '\n') {
                    end++;
                }
                if (!blank(body, from, end)) {
                    int at = from;
                    int length = end - from;
                    values.add(() -> format.decode("json", ByteBuffer.wrap(body, at, length)));
                    requireFew(values.size());
                }
                from = end + 1;
            }
            return Parsed.many(values, fields, true);
        }
    };

    private static final String SCHEMA_ID = "Brine-Schema-Id";

    /**
     * The form of a request, by its content type.
     *
     * @throws Refusal 415 if there is none for it, 422 if bytes of Avro come without the id of their schema
     */
    static BodyForm of(Head head) {
        MediaType type = MediaType.parse(
                head.contentType().orElseThrow(() -> Refusal.of(415, "the body needs a Content-Type: " + known())));
        if (head.header("Content-Encoding")
                .filter(one -> !one.equals("identity"))
                .isPresent()) {
            throw Refusal.of(415, "bodies are taken as they are; leave Content-Encoding out");
        }
        return switch (type.name()) {
            case MediaType.JSON -> text(type, JSON);
            case MediaType.NDJSON -> text(type, NDJSON);
            case MediaType.PICKLE -> batch(head) ? PICKLED_LIST : PICKLE;
            case MediaType.AVRO -> avro(head);
            default -> throw Refusal.of(415, "there is no codec for this Content-Type; send " + known());
        };
    }

    private static String known() {
        return String.join(", ", MediaType.JSON, MediaType.NDJSON, MediaType.AVRO, MediaType.PICKLE);
    }

    private static BodyForm text(MediaType type, BodyForm form) {
        if (!type.utf8()) {
            throw Refusal.of(415, "JSON is taken in UTF-8 only");
        }
        return form;
    }

    private static boolean batch(Head head) {
        Optional<String> asked = head.query("batch");
        if (asked.isEmpty() || asked.get().equals("false")) {
            return false;
        }
        if (asked.get().equals("true") || asked.get().isEmpty()) {
            return true;
        }
        throw Refusal.of(40001, "batch must be true or false");
    }

    private static BodyForm avro(Head head) {
        String text = head.header(SCHEMA_ID)
                .orElseThrow(() -> Refusal.of(
                        42201,
                        "bytes of Avro need the header " + SCHEMA_ID + " with the id of the schema that wrote them"));
        int id;
        try {
            id = Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.of(40001, SCHEMA_ID + " must be a whole number");
        }
        return (format, fields, body) -> {
            SchemaVersion writer = withId(format, id);
            return one(() -> format.decode("avro", writer, body), fields, false);
        };
    }

    static SchemaVersion withId(TopicFormat format, int id) {
        return format.withId(id).orElseThrow(() -> Refusal.of(42205, "the registry knows no schema of id " + id));
    }

    static void requireFew(int records) {
        if (records > MOST_RECORDS) {
            throw Refusal.of(413, "more than the " + MOST_RECORDS + " records that are taken at once");
        }
    }

    private static Parsed one(Supplier<@Nullable Object> value, RecordFields fields, boolean json) {
        return Parsed.one(new Parsed.Item(value, fields.key(), fields.partition(), fields.timestamp()), json);
    }

    private static boolean blank(byte[] body, int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = body[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
