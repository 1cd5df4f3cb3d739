package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A format in kcat's letters: {@code %t} topic, {@code %p} partition, {@code %o} offset, {@code %k} key, {@code %K} its
 * length in bytes, {@code %s} value, {@code %S} its length, {@code %h} headers as {@code name=value}, {@code %T} time in
 * milliseconds, {@code %%}. Backslash with {@code n t r \ xHH}. Nothing is added, not even a line's end.
 */
public final class FormatString {

    private interface Part {
        void append(StringBuilder to, ConsumerRecord<byte[], byte[]> record, String value);
    }

    private final List<Part> parts;

    private FormatString(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws IllegalArgumentException naming the letter that is not known */
    public static FormatString parse(String format) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '\\') {
                i = escape(format, i + 1, text);
            } else if (c != '%') {
                text.append(c);
            } else {
                i++;
                char letter = i < format.length() ? format.charAt(i) : ' ';
                if (letter == '%') {
                    text.append('%');
                } else {
                    parts.add(literal(text));
                    text = new StringBuilder();
                    parts.add(part(letter));
                }
            }
        }
        parts.add(literal(text));
        return new FormatString(parts);
    }

    /** @param value the value as text */
    public String format(ConsumerRecord<byte[], byte[]> record, String value) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> part.append(text, record, value));
        return text.toString();
    }

    private static Part literal(StringBuilder text) {
        String fixed = text.toString();
        return (to, record, value) -> to.append(fixed);
    }

    private static Part part(char letter) {
        return switch (letter) {
            case 't' -> (to, record, value) -> to.append(record.topic());
            case 'p' -> (to, record, value) -> to.append(record.partition());
            case 'o' -> (to, record, value) -> to.append(record.offset());
            case 'k' -> (to, record, value) -> to.append(text(record.key()));
            case 'K' -> (to, record, value) -> to.append(length(record.key()));
            case 's' -> (to, record, value) -> to.append(value);
            case 'S' -> (to, record, value) -> to.append(length(record.value()));
            case 'T' -> (to, record, value) -> to.append(record.timestamp());
            case 'h' -> (to, record, value) -> headers(to, record);
            default ->
                throw new IllegalArgumentException(
                        "the format has '%" + letter + "'; known are %t %p %o %k %K %s %S %h %T %%");
        };
    }

    private static void headers(StringBuilder to, ConsumerRecord<byte[], byte[]> record) {
        String separator = "";
        for (Header header : record.headers()) {
            to.append(separator).append(header.key()).append('=').append(text(header.value()));
            separator = ",";
        }
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    /** As kcat, -1 for what is not there. */
    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? -1 : bytes.length;
    }

    /** Returns the index of the escape's last character. */
    private static int escape(String format, int at, StringBuilder text) {
        char c = at < format.length() ? format.charAt(at) : ' ';
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case '\\' -> text.append('\\');
            case 'x' -> {
                if (at + 2 >= format.length()
                        || !format.substring(at + 1, at + 3).matches("[0-9a-fA-F]{2}")) {
                    throw new IllegalArgumentException("the format has '\\x' without two hexadecimal digits");
                }
                text.append((char) Integer.parseInt(format.substring(at + 1, at + 3), 16));
                return at + 2;
            }
            default ->
                throw new IllegalArgumentException(
                        "the format has '\\" + c + "'; known are \\n \\t \\r \\\\ and \\xHH");
        }
        return at;
    }
}
