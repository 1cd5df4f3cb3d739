package dev.brine.gateway.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.http.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvelopeTest {

    private static Envelope read(String text) {
        return Envelope.read(text.replace('\'', '"').getBytes(UTF_8), false);
    }

    @Test
    void valuesAreCutOutAsTheyStand() {
        // When
        Envelope envelope = read(
                "{'value_schema_id':7,'records':[{'value':1.50},{'value':{'a' : [ 1e2 ]}},"
                        + "{'value':'x\\n'},{'value':null,'key':'k','partition':2,'timestamp':9},{'key':{'string':'w'}},{'key':12}]}");

        // Then
        assertThat(envelope.valueSchemaId()).isEqualTo(7);
        List<Envelope.Entry> records = envelope.records();
        assertThat(text(records.get(0).value())).isEqualTo("1.50");
        assertThat(text(records.get(1).value())).isEqualTo("{\"a\" : [ 1e2 ]}");
        assertThat(text(records.get(2).value())).isEqualTo("\"x\\n\"");
        assertThat(records.get(3).value()).isNull();
        assertThat(text(records.get(3).key())).isEqualTo("k");
        assertThat(records.get(3).partition()).isEqualTo(2);
        assertThat(records.get(3).timestamp()).isEqualTo(9);
        assertThat(text(records.get(4).key())).isEqualTo("w");
        assertThat(text(records.get(5).key())).isEqualTo("12");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{'records':[]}",
                "{'records':[1]}",
                "{'records':[{'value':1}]} x",
                "{'records':[{'value':1}]",
                "{'records':[{'value':1,'value':2}]}",
                "{'records':[{'value':1,'partition':-1}]}",
                "{'records':[{'value':1,'partition':9999999999}]}",
                "{'records':[{'value':1,'partition':'0'}]}",
                "{'records':[{'wert':1}]}",
                "{'record':[{'value':1}]}",
                "{'records':[{'value':secret}]}",
            })
    void whatIsNoEnvelopeIs400WithoutContent(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(40001))
                .hasMessageNotContaining("secret");
    }
}
