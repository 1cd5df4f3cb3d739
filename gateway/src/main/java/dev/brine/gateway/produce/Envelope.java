package dev.brine.gateway.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brine.gateway.http.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"value_schema_id":7,"records":[{"key":"k","value":..,"partition":0}]}}, read without touching the values: each is
 * cut out of the body as it stands, so that no number changes its digits on the way.
 */
record Envelope(@Nullable Integer valueSchemaId, @Nullable String valueSchema, List<Entry> records) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** One record; a value that is {@code null} is a tombstone. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each record
    record Entry(
            byte @Nullable [] value,
            byte @Nullable [] key,
            @Nullable Integer partition,
            @Nullable Long timestamp) {}

    Envelope {
        records = List.copyOf(records);
    }

    /**
     * @param binaryKeys whether keys are base64; otherwise they are text
     * @throws Refusal 400 saying what is wrong and where
     */
    static Envelope read(byte[] body, boolean binaryKeys) {
        try (JsonParser parser = JSON.createParser(body)) {
            Envelope envelope = new Reader(body, parser, binaryKeys).read();
            if (parser.nextToken() != null) {
                throw malformed("something follows the object");
            }
            return envelope;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw malformed(at == null ? "nested too deep" : "not JSON, at byte " + at.getByteOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal malformed(String what) {
        return Refusal.of(40001, "the body is not {\"records\":[{\"value\":..}]}: " + what);
    }

    private static final class Reader {

        private final byte[] body;
        private final JsonParser parser;
        private final boolean binaryKeys;
        private @Nullable Integer schemaId;
        private @Nullable String schema;
        private @Nullable List<Entry> records;

        Reader(byte[] body, JsonParser parser, boolean binaryKeys) {
            this.body = body;
            this.parser = parser;
            this.binaryKeys = binaryKeys;
        }

        Envelope read() throws IOException {
            require(parser.nextToken(), JsonToken.START_OBJECT, "the body");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "value_schema_id" -> schemaId = token == JsonToken.VALUE_NULL ? null : integer(name, token);
                    case "value_schema" -> schema = token == JsonToken.VALUE_NULL ? null : text(name, token);
                    case "records" -> records = records(token);
                    // Keys are text here, so their schema says nothing.
                    case "key_schema", "key_schema_id" -> parser.skipChildren();
                    default -> throw malformed("unknown field '" + name + "'");
                }
            }
            if (records == null || records.isEmpty()) {
                throw malformed("there are no records");
            }
            return new Envelope(schemaId, schema, records);
        }

        private List<Entry> records(JsonToken token) throws IOException {
            require(token, JsonToken.START_ARRAY, "records");
            List<Entry> found = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(parser.currentToken(), JsonToken.START_OBJECT, "records[" + found.size() + "]");
                found.add(entry());
                RawForm.requireFew(found.size());
            }
            return found;
        }

        private Entry entry() throws IOException {
            byte[] value = null;
            byte[] key = null;
            Integer partition = null;
            Long timestamp = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                boolean none = token == JsonToken.VALUE_NULL;
                switch (name) {
                    case "value" -> value = none ? null : slice(token);
                    case "key" -> key = none ? null : key(token);
                    case "partition" -> partition = none ? null : integer(name, token);
                    case "timestamp" -> timestamp = none ? null : number(name, token);
                    default -> throw malformed("unknown field '" + name + "' of a record");
                }
            }
            return new Entry(value, key, partition, timestamp);
        }

        private byte[] slice(JsonToken token) throws IOException {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            if (token.isScalarValue()) {
                // Texts are read lazily: only afterwards does the parser stand behind the value.
                parser.finishToken();
            } else {
                parser.skipChildren();
            }
            return Arrays.copyOfRange(body, from, (int) parser.currentLocation().getByteOffset());
        }

        private byte[] key(JsonToken token) throws IOException {
            if (binaryKeys) {
                try {
                    return Base64.getDecoder().decode(text("key", token));
                } catch (IllegalArgumentException e) {
                    throw malformed("a key is not base64");
                }
            }
            if (token != JsonToken.START_OBJECT) {
                return token == JsonToken.VALUE_STRING ? parser.getText().getBytes(UTF_8) : slice(token);
            }
            // Avro's JSON with the wrapper of a union.
            if (!"string".equals(parser.nextFieldName())) {
                throw malformed("a key must be text");
            }
            byte[] key = text("key", parser.nextToken()).getBytes(UTF_8);
            require(parser.nextToken(), JsonToken.END_OBJECT, "key");
            return key;
        }

        private int integer(String field, JsonToken token) throws IOException {
            long number = number(field, token);
            if (number > Integer.MAX_VALUE) {
                throw malformed(field + " is too large");
            }
            return (int) number;
        }

        private long number(String field, JsonToken token) throws IOException {
            require(token, JsonToken.VALUE_NUMBER_INT, field);
            long number = parser.getLongValue();
            if (number < 0) {
                throw malformed(field + " must be 0 or more");
            }
            return number;
        }

        private String text(String field, @Nullable JsonToken token) throws IOException {
            require(token, JsonToken.VALUE_STRING, field);
            return parser.getText();
        }

        private static void require(@Nullable JsonToken found, JsonToken expected, String field) {
            if (found != expected) {
                throw malformed(field + " must be "
                        + switch (expected) {
                            case START_OBJECT -> "an object";
                            case START_ARRAY -> "an array";
                            case VALUE_NUMBER_INT -> "a whole number";
                            case END_OBJECT -> "nothing else";
                            default -> "a text";
                        });
            }
        }
    }
}
