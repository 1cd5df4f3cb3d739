package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.cli.records.JsonLine.SchemaName;
import dev.brine.cli.records.JsonLine.Value;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineReaderTest {

    @Test
    void everyFieldIsRead() {
        // When
        JsonLine line = read("{\"topic\":\"t\",\"partition\":3,\"offset\":42,\"ts\":1795209663819,\"key\":\"k\","
                + "\"headers\":[[\"a\",\"1\"],[\"a\",null],[\"b\",{\"base64\":\"/wA=\"}]],"
                + "\"payload\":{\"x\":1},\"schema\":{\"id\":7,\"subject\":\"s\",\"version\":2,\"frame\":\"none\"}}");

        // Then
        assertThat(line.topic()).isEqualTo("t");
        assertThat(line.partition()).isEqualTo(3);
        assertThat(line.timestamp()).isEqualTo(1_795_209_663_819L);
        assertThat(line.key()).isEqualTo("k".getBytes(UTF_8));
        assertThat(line.headers()).extracting(Header::key).containsExactly("a", "a", "b");
        assertThat(line.headers())
                .extracting(Header::value)
                .containsExactly("1".getBytes(UTF_8), null, new byte[] {-1, 0});
        assertThat(line.schema()).isEqualTo(new SchemaName(7, "s", 2, null, "none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "12345678901234567890123",
                "-0.0",
                "1e400",
                "\"a\\u00e9\\\"b\"",
                "\"\"",
                "true",
                "[1, {\"a\":[]}]",
                "{\"deep\": {\"er\": [null]}}",
                "\"김지우\""
            })
    void payloadIsCutOutAsItStands(String payload) {
        assertThat(json(read("{\"key\":\"김\",\"payload\": " + payload + " ,\"schema\":null}")))
                .isEqualTo(payload);
        assertThat(json(read("{\"payload\":" + payload + "}"))).isEqualTo(payload);
    }

    @Test
    void nullIsATombstoneAndBase64IsPassedOn() {
        assertThat(read("{\"payload\":null}").value()).isInstanceOf(Value.Tombstone.class);
        assertThat(((Value.Raw) read("{\"payload_error\":{\"rule\":\"x\"},\"payload_base64\":\"AAE=\"}")
                                .value())
                        .bytes())
                .isEqualTo(new byte[] {0, 1});
    }

    @Test
    void lineWithoutPayloadIsATombstoneOnlyOnRequest() {
        assertThat(JsonLineReader.read(bytes("{\"key\":\"k\"}"), true).value()).isInstanceOf(Value.Tombstone.class);
        assertThatThrownBy(() -> read("{\"key\":\"k\"}"))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining("no payload");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"payload\":1                     | not JSON, at column",
                "{\"payload\":1} x                  | not JSON, at column",
                "{\"payload\":1}{}                  | something follows the object",
                "[1]                                | expected one object",
                "{\"payload\":1,\"payload\":2}      | Duplicate field",
                "{\"payload\":1,\"kee\":\"k\"}      | unknown field 'kee'",
                "{\"payload\":1,\"partition\":\"0\"}| partition must be a whole number, found a text",
                "{\"payload\":1,\"partition\":-1}   | partition must be 0 or more",
                "{\"payload\":1,\"key\":5}          | key must be a text, found a whole number",
                "{\"payload\":1,\"headers\":{}}     | headers must be an array, found an object",
                "{\"payload\":1,\"headers\":[[\"a\",{\"base64\":\"%\"}]]} | headers is not base64",
                "{\"payload\":1,\"schema\":{\"no\":1}} | unknown field 'schema.no'"
            })
    void faultIsNamed(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(MalformedLineException.class)
                .hasMessageContaining(message);
    }

    @Test
    void faultDoesNotShowContent() {
        assertThatThrownBy(() -> read("{\"payload\": secret}"))
                .isInstanceOf(MalformedLineException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("cret"));
    }

    private static String json(JsonLine line) {
        return new String(((Value.Json) line.value()).text(), UTF_8);
    }

    private static JsonLine read(String line) {
        return JsonLineReader.read(bytes(line), false);
    }

    private static byte[] bytes(String line) {
        return line.getBytes(UTF_8);
    }
}
