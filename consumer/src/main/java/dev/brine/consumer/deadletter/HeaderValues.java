package dev.brine.consumer.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The values of headers, read with care: null where there is none, null and a named problem where it is malformed. */
final class HeaderValues {

    private HeaderValues() {}

    /** Text; bytes that are not UTF-8 are replaced, since a message may have been cut in the middle of a character. */
    static @Nullable String text(Headers headers, String name) {
        byte[] value = bytes(headers, name);
        return value == null ? null : new String(value, UTF_8);
    }

    /** Text that names something, so that every byte counts. */
    static @Nullable String name(Headers headers, String name, List<String> problems) {
        byte[] value = bytes(headers, name);
        if (value == null) {
            return null;
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            if (!text.isEmpty()) {
                return text;
            }
            problems.add(name + " is empty");
        } catch (CharacterCodingException e) {
            problems.add(name + " is not UTF-8 text");
        }
        return null;
    }

    static @Nullable Integer textInt(Headers headers, String name, List<String> problems) {
        Long number = textLong(headers, name, problems);
        if (number != null && number > Integer.MAX_VALUE) {
            problems.add(name + " is larger than " + Integer.MAX_VALUE);
            return null;
        }
        return number == null ? null : number.intValue();
    }

    /** A number of 0 or more as text; -1, Kafka's "none", is null. */
    static @Nullable Long textLong(Headers headers, String name, List<String> problems) {
        byte[] value = bytes(headers, name);
        if (value == null) {
            return null;
        }
        String text = new String(value, UTF_8);
        if (!text.matches("\\d{1,18}|-1")) {
            problems.add(name + " is no number in text");
            return null;
        }
        return notNegative(Long.parseLong(text));
    }

    /** A number of 0 or more as 4 bytes, big endian. */
    static @Nullable Integer binaryInt(Headers headers, String name, List<String> problems) {
        ByteBuffer value = sized(headers, name, Integer.BYTES, problems);
        Long number = value == null ? null : checked(value.getInt(), name, problems);
        return number == null ? null : number.intValue();
    }

    /** A number of 0 or more as 8 bytes, big endian. */
    static @Nullable Long binaryLong(Headers headers, String name, List<String> problems) {
        ByteBuffer value = sized(headers, name, Long.BYTES, problems);
        return value == null ? null : checked(value.getLong(), name, problems);
    }

    private static @Nullable ByteBuffer sized(Headers headers, String name, int size, List<String> problems) {
        byte[] value = bytes(headers, name);
        if (value == null) {
            return null;
        }
        if (value.length != size) {
            problems.add(name + " has " + value.length + " bytes, expected " + size);
            return null;
        }
        return ByteBuffer.wrap(value);
    }

    private static @Nullable Long checked(long number, String name, List<String> problems) {
        if (number < -1) {
            problems.add(name + " is negative");
        }
        return notNegative(number);
    }

    private static @Nullable Long notNegative(long number) {
        return number < 0 ? null : Long.valueOf(number);
    }

    private static byte @Nullable [] bytes(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }
}
