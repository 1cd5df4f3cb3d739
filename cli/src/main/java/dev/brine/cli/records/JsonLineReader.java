package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brine.cli.records.JsonLine.SchemaName;
import dev.brine.cli.records.JsonLine.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that {@link RecordPrinter} writes. The payload is cut out of the line as it stands, so that no number
 * changes its digits on the way.
 */
public final class JsonLineReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonLineReader() {}

    /**
     * @param tombstones whether a line without a payload is one
     * @throws MalformedLineException saying what is wrong and at which column
     */
    public static JsonLine read(byte[] line, boolean tombstones) {
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedLineException(
                        "expected one object {\"key\":..,\"payload\":..}; a line that is a value itself needs --values");
            }
            JsonLine read = new Fields(line, parser).read(tombstones);
            if (parser.nextToken() != null) {
                throw new MalformedLineException("something follows the object, at column "
                        + parser.currentTokenLocation().getColumnNr());
            }
            return read;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line that is a value itself; checked here for being one JSON value, and by the schema later. */
    static JsonLine value(byte[] line) {
        return new JsonLine(null, null, null, null, List.of(), new Value.Json(line), null);
    }

    private static MalformedLineException malformed(JsonProcessingException e) {
        String where =
                e.getLocation() == null ? "" : ", at column " + e.getLocation().getColumnNr();
        // Jackson's own message may hold a piece of the content behind the first line or after "Unrecognized token".
        String what = String.valueOf(e.getOriginalMessage())
                .replaceAll("(?s)\\(for .*|\\n.*", "")
                .replaceAll("(?s)token .*", "token");
        return new MalformedLineException("not JSON" + where + ": " + what.strip());
    }

    private static final class Fields {

        private final byte[] line;
        private final JsonParser parser;
        private @Nullable String topic;
        private @Nullable Integer partition;
        private @Nullable Long timestamp;
        private byte @Nullable [] key;
        private final List<Header> headers = new ArrayList<>();
        private @Nullable Value value;
        private @Nullable SchemaName schema;

        Fields(byte[] line, JsonParser parser) {
            this.line = line;
            this.parser = parser;
        }

        JsonLine read(boolean tombstones) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "topic" -> topic = text(name, token);
                    case "partition" -> partition = partition(token);
                    case "ts" -> timestamp = number(name, token);
                    case "key" -> key = key(token);
                    case "key_base64" -> key = base64(name, token);
                    case "headers" -> headers(token);
                    case "payload" -> value = payload(token);
                    case "payload_base64" -> value = new Value.Raw(base64(name, token));
                    case "schema" -> schema = schema(token);
                    case "offset", "key_error", "payload_error", "dead_letter" -> parser.skipChildren();
                    default ->
                        throw new MalformedLineException(
                                "unknown field '" + name + "'; a line that is a value itself needs --values");
                }
            }
            if (value == null && tombstones) {
                value = new Value.Tombstone();
            }
            if (value == null) {
                throw new MalformedLineException("no payload; a line that is a value itself needs --values");
            }
            return new JsonLine(topic, partition, timestamp, key, headers, value, schema);
        }

        private Value payload(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return new Value.Tombstone();
            }
            int from = (int) parser.currentTokenLocation().getByteOffset();
            if (token.isScalarValue()) {
                // Texts are read lazily: only afterwards does the parser stand behind the value.
                parser.finishToken();
            } else {
                parser.skipChildren();
            }
            int to = (int) parser.currentLocation().getByteOffset();
            return new Value.Json(Arrays.copyOfRange(line, from, to));
        }

        private byte @Nullable [] key(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            return text("key", token).getBytes(UTF_8);
        }

        private void headers(JsonToken token) throws IOException {
            require("headers", token, JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require("headers", parser.currentToken(), JsonToken.START_ARRAY);
                String name = text("headers", parser.nextToken());
                headers.add(new RecordHeader(name, header(parser.nextToken())));
                require("headers", parser.nextToken(), JsonToken.END_ARRAY);
            }
        }

        private byte @Nullable [] header(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            if (token != JsonToken.START_OBJECT) {
                return text("headers", token).getBytes(UTF_8);
            }
            if (!"base64".equals(parser.nextFieldName())) {
                throw new MalformedLineException("a header's value must be a text, null or {\"base64\":\"..\"}");
            }
            byte[] bytes = base64("headers", parser.nextToken());
            require("headers", parser.nextToken(), JsonToken.END_OBJECT);
            return bytes;
        }

        private @Nullable SchemaName schema(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            require("schema", token, JsonToken.START_OBJECT);
            Integer id = null;
            String subject = null;
            Integer version = null;
            String codec = null;
            String frame = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken field = parser.nextToken();
                switch (name) {
                    case "id" -> id = integer("schema.id", field);
                    case "subject" -> subject = text("schema.subject", field);
                    case "version" -> version = integer("schema.version", field);
                    case "codec" -> codec = text("schema.codec", field);
                    case "frame" -> frame = text("schema.frame", field);
                    default -> throw new MalformedLineException("unknown field 'schema." + name + "'");
                }
            }
            return new SchemaName(id, subject, version, codec, frame);
        }

        private @Nullable Integer partition(JsonToken token) throws IOException {
            return token == JsonToken.VALUE_NULL ? null : integer("partition", token);
        }

        private @Nullable Long number(String field, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            require(field, token, JsonToken.VALUE_NUMBER_INT);
            long number = parser.getLongValue();
            if (number < 0) {
                throw new MalformedLineException(field + " must be 0 or more");
            }
            return number;
        }

        private int integer(String field, JsonToken token) throws IOException {
            require(field, token, JsonToken.VALUE_NUMBER_INT);
            int number = parser.getIntValue();
            if (number < 0) {
                throw new MalformedLineException(field + " must be 0 or more");
            }
            return number;
        }

        private String text(String field, JsonToken token) throws IOException {
            require(field, token, JsonToken.VALUE_STRING);
            return parser.getText();
        }

        private byte[] base64(String field, JsonToken token) throws IOException {
            try {
                return Base64.getDecoder().decode(text(field, token));
            } catch (IllegalArgumentException e) {
                throw new MalformedLineException(field + " is not base64");
            }
        }

        private static void require(String field, @Nullable JsonToken found, JsonToken expected) {
            if (found != expected) {
                throw new MalformedLineException(field + " must be " + words(expected) + ", found " + words(found));
            }
        }

        private static String words(@Nullable JsonToken token) {
            if (token == null) {
                return "the end";
            }
            return switch (token) {
                case START_OBJECT -> "an object";
                case START_ARRAY -> "an array";
                case END_ARRAY, END_OBJECT -> "its end";
                case VALUE_STRING -> "a text";
                case VALUE_NUMBER_INT -> "a whole number";
                case VALUE_NUMBER_FLOAT -> "a fraction";
                case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                case VALUE_NULL -> "null";
                default -> token.name();
            };
        }
    }
}
