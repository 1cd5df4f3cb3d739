package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatStringTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "%t/%p@%o, orders/3@42",
                "%k=%s, ключ=VALUE",
                "%K %S, 8 5",
                "%T, 1795209663819",
                "%h, \"a=1,b=\"",
                "100%%, 100%",
                "%s\\x21, VALUE!"
            })
    void everyLetterShowsItsPart(String format, String expected) {
        assertThat(FormatString.parse(format).format(record(), "VALUE")).isEqualTo(expected);
    }

    @Test
    void escapesAreCharactersAndNothingIsAdded() {
        assertThat(FormatString.parse("%o\\t%p\\n\\\\").format(record(), "")).isEqualTo("42\t3\n\\");
    }

    @Test
    void missingKeyIsEmptyAndHasLengthMinusOne() {
        // Given
        ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("t", 0, 0, null, null);

        // Then
        assertThat(FormatString.parse("[%k|%K|%S]").format(bare, "")).isEqualTo("[|-1|-1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%x", "%", "\\q", "\\x1", "\\"})
    void whatIsNotKnownIsRefused(String format) {
        assertThatThrownBy(() -> FormatString.parse(format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the format has");
    }

    private static ConsumerRecord<byte[], byte[]> record() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("a", "1".getBytes(UTF_8));
        headers.add("b", null);
        return new ConsumerRecord<>(
                "orders",
                3,
                42,
                1_795_209_663_819L,
                TimestampType.CREATE_TIME,
                8,
                5,
                "ключ".getBytes(UTF_8),
                "value".getBytes(UTF_8),
                headers,
                Optional.empty());
    }
}
