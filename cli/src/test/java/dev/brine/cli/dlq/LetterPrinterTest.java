package dev.brine.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.cli.Console;
import dev.brine.cli.records.ReadValue;
import dev.brine.consumer.deadletter.DeadLetter;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class LetterPrinterTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream(),
            Map.of("NO_COLOR", "1"),
            Path.of(""),
            true,
            true,
            80,
            OutputStream.nullOutputStream());

    @Test
    void peopleSeeWhereWhenWhyAndWhat() {
        // Given
        DeadLetter letter = letter(new RecordHeaders()
                .add("brine.dlq.topic", utf8("orders"))
                .add("brine.dlq.partition", utf8("3"))
                .add("brine.dlq.offset", utf8("1042"))
                .add("brine.dlq.attempts", utf8("5"))
                .add("brine.dlq.last-failure", utf8("1795209663819"))
                .add("brine.dlq.error-class", utf8("a.NoStockException"))
                .add("brine.dlq.error-message", utf8("no stock"))
                .add("kafka_dlt-exception-stacktrace", utf8("a.NoStockException\n\tat a.B"))
                .add("brine.redrive.count", utf8("2")));

        // When
        boolean readable = LetterPrinter.human(console, true).print(letter, new ReadValue.Tombstone());

        // Then
        assertThat(readable).isTrue();
        assertThat(out.toString().lines())
                .containsExactly(
                        "orders.dlq-0@7  from orders-3@1042  2026-11-20T21:21:03.819Z  brine  k",
                        "  a.NoStockException: no stock  attempts 5  redrives 2",
                        "    a.NoStockException",
                        "    \tat a.B",
                        "  (tombstone)");
    }

    @Test
    void letterOfWhichNothingIsKnownIsShownAndSaidToBeUnreadable() {
        // When
        boolean readable = LetterPrinter.human(console, false)
                .print(letter(new RecordHeaders()), new ReadValue.Unreadable("frame.unknown", "no frame", utf8("x")));

        // Then
        assertThat(readable).isFalse();
        assertThat(out.toString().lines())
                .containsExactly(
                        "orders.dlq-0@7  from an unknown place  1970-01-01T00:00:00Z  none  k",
                        "  (no error is given)",
                        "  (unreadable)");
        assertThat(err.toString().lines()).containsExactly("brine: orders.dlq-0@7: no frame");
    }

    private static DeadLetter letter(Headers headers) {
        return DeadLetter.of(new ConsumerRecord<>(
                "orders.dlq",
                0,
                7,
                0,
                TimestampType.CREATE_TIME,
                1,
                1,
                utf8("k"),
                utf8("v"),
                headers,
                Optional.empty()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
