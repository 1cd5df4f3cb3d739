package dev.brine.serdes.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfluentHeaderFrameTest extends FrameContract {

    private static final String VALUE = "__value_schema_id";

    @Override
    protected Frame frame() {
        return Frames.CONFLUENT_HEADER;
    }

    @Test
    void guidStandsInTheHeaderBehindAOne() {
        Headers headers = new RecordHeaders();

        frame().stamp(SCHEMA, false).mark(headers);
        frame().stamp(SCHEMA, true).mark(headers);

        String guid = "01123e4567e89b12d3a456426614174007";
        assertThat(HexFormat.of().formatHex(headers.lastHeader(VALUE).value())).isEqualTo(guid);
        assertThat(HexFormat.of()
                        .formatHex(headers.lastHeader("__key_schema_id").value()))
                .isEqualTo(guid);
    }

    @Test
    void idInTheHeaderIsRead() {
        Headers headers = new RecordHeaders().add(VALUE, new byte[] {0, 0, 0, 0, 7});

        assertThat(frame().fromHeaders(headers, false, new Asked())).isEqualTo("found");
    }

    @Test
    void lastHeaderCountsAndNullIsNone() {
        byte[] known = {0, 0, 0, 0, 7};
        byte[] other = {0, 0, 0, 0, 8};

        assertThat(frame().fromHeaders(new RecordHeaders().add(VALUE, other).add(VALUE, known), false, new Asked()))
                .isEqualTo("found");
        assertThat(frame().fromHeaders(new RecordHeaders().add(VALUE, null), false, new Asked()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "01", "0000000007ff", "02123e4567e89b12d3a456426614174007", "0100000007"})
    void headerOfAnotherFormIsAFault(String hex) {
        Headers headers = new RecordHeaders().add(VALUE, HexFormat.of().parseHex(hex));

        assertThatThrownBy(() -> frame().fromHeaders(headers, false, new Asked()))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.rule()).startsWith("frame.");
                    assertThat(e).hasMessageContaining(VALUE);
                });
    }
}
