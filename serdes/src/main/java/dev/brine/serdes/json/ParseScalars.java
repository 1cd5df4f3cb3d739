package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.brine.serdes.internal.BinaryOutput;
import java.util.Base64;
import java.util.UUID;

/** Parses values of one token that are no times. */
final class ParseScalars {

    static final int NUMBERS = Tokens.INTEGER | Tokens.DECIMAL | Tokens.TEXT;

    private ParseScalars() {}

    static void bool(JsonSource in, BinaryOutput out) {
        out.writeBoolean(in.token() == JsonToken.VALUE_TRUE);
    }

    static void int32(JsonSource in, BinaryOutput out) {
        long value = in.integer();
        if (value != (int) value) {
            throw in.fault("json.value", "an integer of more than 32 bits where the schema says int");
        }
        out.writeInt((int) value);
    }

    static void float32(JsonSource in, BinaryOutput out) {
        if (in.token() == JsonToken.VALUE_STRING) {
            out.writeFloat((float) notFinite(in));
            return;
        }
        float value = Float.parseFloat(in.text());
        if (Float.isInfinite(value)) {
            throw in.fault("json.value", "a number that is too large for a float");
        }
        out.writeFloat(value);
    }

    static void float64(JsonSource in, BinaryOutput out) {
        if (in.token() == JsonToken.VALUE_STRING) {
            out.writeDouble(notFinite(in));
            return;
        }
        double value = Double.parseDouble(in.text());
        if (Double.isInfinite(value)) {
            throw in.fault("json.value", "a number that is too large for a double");
        }
        out.writeDouble(value);
    }

    private static double notFinite(JsonSource in) {
        return switch (in.text()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default ->
                throw in.fault("json.type", "expected a number, found a text other than NaN, Infinity and -Infinity");
        };
    }

    static byte[] base64(JsonSource in) {
        String text = in.text();
        // The JDK's decoder takes a last group without its padding.
        if (text.length() % 4 == 0) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw in.fault("json.value", "a text that is not base64 (RFC 4648, section 4)");
            }
        }
        throw in.fault("json.value", "a text that is not base64: its length is no multiple of four");
    }

    static void uuid(JsonSource in, BinaryOutput out) {
        String text = in.text();
        in.write(isUsual(text) ? text : uuidOf(in).toString(), out);
    }

    /** Whether it is the form that is written, so that there is nothing to make of it. */
    private static boolean isUsual(String uuid) {
        if (uuid.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = uuid.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean fits = dash ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static void fixedUuid(JsonSource in, BinaryOutput out) {
        UUID uuid = uuidOf(in);
        out.writeBigEndianLong(uuid.getMostSignificantBits());
        out.writeBigEndianLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuidOf(JsonSource in) {
        String text = in.text();
        // The JDK's parser takes groups of fewer digits.
        boolean shaped = text.length() == 36
                && text.charAt(8) == '-'
                && text.charAt(13) == '-'
                && text.charAt(18) == '-'
                && text.charAt(23) == '-';
        if (shaped) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw in.fault("json.value", "a text that is not a uuid");
            }
        }
        throw in.fault("json.value", "a text that is not a uuid of 36 characters");
    }
}
