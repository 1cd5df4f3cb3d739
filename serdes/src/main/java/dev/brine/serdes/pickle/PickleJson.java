package dev.brine.serdes.pickle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as JSON and back, without a schema. Integers of any size are JSON integers; floats are numbers, and
 * {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"} where there is none; bytes are base64; dates, times and
 * durations ISO-8601; decimals and UUIDs texts; objects of registered classes are their fields. Safe for use by many
 * threads.
 */
public final class PickleJson {

    private final JsonFactory factory;

    public PickleJson(Limits limits) {
        this.factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.maxDepth())
                        .maxStringLength(limits.maxStringBytes())
                        .maxNumberLength(PickleLimits.DEFAULT.maxIntegerDigits())
                        .maxDocumentLength(limits.maxBytes())
                        .build())
                .build();
    }

    /** What {@link PickleReader} gave, on one line. */
    public String toJson(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(text)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer failed", e);
        }
        return text.toString();
    }

    /** Writes one value; the depth is what the reader allowed. */
    public void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            real(number, json);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof byte[] bytes) {
            json.writeString(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Map<?, ?> map) {
            object(map, json);
        } else if (value instanceof PickleRecord object) {
            object(object.fields(), json);
        } else if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(item, json);
            }
            json.writeEndArray();
        } else {
            json.writeString(PickleWriter.plain(value));
        }
    }

    private static void real(double number, JsonGenerator json) throws IOException {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            json.writeString(Double.toString(number));
        } else {
            json.writeNumber(number);
        }
    }

    private void object(Map<?, ?> map, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.writeFieldName(String.valueOf(entry.getKey()));
            write(entry.getValue(), json);
        }
        json.writeEndObject();
    }

    /**
     * One JSON value as what {@link PickleWriter} writes: maps in their order, lists, Long or BigInteger, Double.
     *
     * @throws DecodeException if it is not exactly one value; rule {@code json}
     */
    public @Nullable Object parse(byte[] json) {
        try (JsonParser parser = factory.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new DecodeException("json", 0, "", "no JSON value");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw fault(parser, "something stands behind the JSON value");
            }
            return value;
        } catch (JsonProcessingException e) {
            // The message of the parser quotes what it found, so only its place is taken.
            long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new DecodeException("json", (int) offset, "", "not JSON, or beyond the limits, in line " + line);
        } catch (IOException e) {
            // Jackson reports bytes that are not UTF-8 like this.
            throw new DecodeException("json", -1, "", "the JSON is not UTF-8");
        }
    }

    private @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> finite(parser);
            case START_ARRAY -> array(parser);
            case START_OBJECT -> fields(parser);
            default -> throw fault(parser, "not a JSON value");
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        BigInteger number = parser.getBigIntegerValue();
        if (number.bitLength() < 64) {
            return number.longValue();
        }
        return number;
    }

    private static Object finite(JsonParser parser) throws IOException {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
            throw fault(parser, "a number too large for a float");
        }
        return number;
    }

    private List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private Map<String, @Nullable Object> fields(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static DecodeException fault(JsonParser parser, String reason) {
        long offset = parser.currentTokenLocation().getByteOffset();
        return new DecodeException("json", (int) offset, "", reason);
    }
}
