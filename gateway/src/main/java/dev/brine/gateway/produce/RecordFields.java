package dev.brine.gateway.produce;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.flow.SourceHeaders;
import dev.brine.gateway.http.Field;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a request says about its records: {@code Brine-Key}, {@code Brine-Partition}, {@code Brine-Timestamp},
 * {@code Brine-Header-NAME} and {@code Idempotency-Key}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each request
record RecordFields(
        byte @Nullable [] key,
        @Nullable Integer partition,
        @Nullable Long timestamp,
        Headers headers,
        Optional<String> idempotencyKey) {

    private static final String HEADER = "brine-header-";
    private static final Pattern IDEMPOTENCY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    /** @throws Refusal 400 if one of them is no number, is there twice, or is not the client's to set */
    static RecordFields of(Head head) {
        Optional<String> idempotency = head.header("Idempotency-Key");
        if (idempotency.isPresent() && !IDEMPOTENCY.matcher(idempotency.get()).matches()) {
            throw Refusal.of(40001, "Idempotency-Key must be 1 to 255 visible ASCII characters");
        }
        Optional<String> key = head.header("Brine-Key");
        Long partition = number(head, "Brine-Partition", Integer.MAX_VALUE);
        return new RecordFields(
                key.isPresent() ? bytes(key.get()) : null,
                partition == null ? null : partition.intValue(),
                number(head, "Brine-Timestamp", Long.MAX_VALUE),
                headers(head, idempotency),
                idempotency);
    }

    private static Headers headers(Head head, Optional<String> idempotency) {
        Headers headers = new RecordHeaders();
        for (Field field : head.fields()) {
            if (field.name().toLowerCase(Locale.ROOT).startsWith(HEADER)) {
                String name = field.name().substring(HEADER.length());
                requireFree(name);
                headers.add(name, bytes(field.value()));
            }
        }
        idempotency.ifPresent(one -> headers.add(SourceHeaders.IDEMPOTENCY_KEY, one.getBytes(UTF_8)));
        return headers;
    }

    /** @throws Refusal 400 for the names of headers that say what a record is and where it comes from */
    static void requireFree(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty()
                || lower.startsWith("brine.")
                || lower.startsWith("__")
                || lower.startsWith("kafka_dlt-")
                || lower.equals(SourceHeaders.CONTENT_TYPE)) {
            throw Refusal.of(40001, "a record header of this name is not the client's to set: '" + name + "'");
        }
    }

    private static @Nullable Long number(Head head, String name, long most) {
        Optional<String> text = head.header(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            long number = Long.parseLong(text.get().strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refusal.of(40001, name + " must be a whole number of 0 or more");
        }
        throw Refusal.of(40001, name + " must be a whole number of 0 or more");
    }

    // Header lines are bytes; most clients send UTF-8, some Latin-1.
    private static byte[] bytes(String value) {
        byte[] raw = value.getBytes(ISO_8859_1);
        if (value.chars().anyMatch(c -> c > 0xff)) {
            return value.getBytes(UTF_8);
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(raw));
            return raw;
        } catch (CharacterCodingException e) {
            return value.getBytes(UTF_8);
        }
    }
}
