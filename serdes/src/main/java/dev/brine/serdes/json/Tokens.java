package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import java.util.List;

/** The kinds of JSON values, as bits, and in words. */
final class Tokens {

    static final int NULL = 1;
    static final int BOOLEAN = 2;
    static final int INTEGER = 4;
    static final int DECIMAL = 8;
    static final int TEXT = 16;
    static final int OBJECT = 32;
    static final int ARRAY = 64;
    static final int KINDS = 7;

    private Tokens() {}

    /** The number of the bit, or -1 for a token that begins no value. */
    static int kind(JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> 0;
            case VALUE_TRUE, VALUE_FALSE -> 1;
            case VALUE_NUMBER_INT -> 2;
            case VALUE_NUMBER_FLOAT -> 3;
            case VALUE_STRING -> 4;
            case START_OBJECT -> 5;
            case START_ARRAY -> 6;
            default -> -1;
        };
    }

    static String words(JsonToken token) {
        return switch (token) {
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_STRING -> "a text";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            default -> "no value";
        };
    }

    /** Names of a schema, not more than fit a message. */
    static String shortened(List<String> names) {
        int shown = 12;
        String list = String.join(", ", names.subList(0, Math.min(shown, names.size())));
        return names.size() > shown ? list + " and " + (names.size() - shown) + " more" : list;
    }
}
