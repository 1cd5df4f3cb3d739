package dev.brine.serdes.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import java.util.HexFormat;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApicurioHeaderFrameTest extends FrameContract {

    private static final String CONTENT = "apicurio.value.contentId";
    private static final String GLOBAL = "apicurio.value.globalId";
    private static final String ENCODING = "apicurio.value.encoding";
    private static final String SEVEN = "0000000000000007";

    @Override
    protected Frame frame() {
        return Frames.APICURIO_HEADER;
    }

    @Test
    void idStandsInTheHeaderInEightBytesBesideTheEncoding() {
        Headers headers = new RecordHeaders();

        frame().stamp(SCHEMA, false).mark(headers);
        frame().stamp(SCHEMA, true).mark(headers);

        assertThat(headers.toArray()).hasSize(4);
        for (String side : new String[] {"value", "key"}) {
            assertThat(HexFormat.of()
                            .formatHex(headers.lastHeader("apicurio." + side + ".contentId")
                                    .value()))
                    .isEqualTo(SEVEN);
            assertThat(headers.lastHeader("apicurio." + side + ".encoding").value())
                    .isEqualTo("BINARY".getBytes(UTF_8));
        }
    }

    @Test
    void otherNamesOfAnEarlierLifeAreTakenAway() {
        Headers headers = with(GLOBAL, SEVEN).add("apicurio.value.artifactId", "Old".getBytes(UTF_8));

        frame().stamp(SCHEMA, false).mark(headers);

        assertThat(headers.toArray()).extracting(header -> header.key()).containsExactlyInAnyOrder(CONTENT, ENCODING);
    }

    @Test
    void eitherIdIsReadAndBothIfTheyAreTheSame() {
        assertThat(read(with(CONTENT, SEVEN))).isEqualTo("found");
        assertThat(read(with(GLOBAL, SEVEN))).isEqualTo("found");
        assertThat(read(with(GLOBAL, SEVEN).add(CONTENT, HexFormat.of().parseHex(SEVEN))))
                .isEqualTo("found");
        assertThat(read(with(CONTENT, SEVEN).add(ENCODING, "BINARY".getBytes(UTF_8))))
                .isEqualTo("found");
        assertThat(read(new RecordHeaders().add(CONTENT, null))).isNull();
    }

    @Test
    void twoDifferentIdsAreRefusedAndNotGuessed() {
        refused(
                with(GLOBAL, SEVEN).add(CONTENT, HexFormat.of().parseHex("0000000000000008")),
                "frame.ambiguous",
                GLOBAL);
    }

    @Test
    void avrosOwnJsonIsRefused() {
        refused(with(CONTENT, SEVEN).add(ENCODING, "JSON".getBytes(UTF_8)), "frame.encoding", ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contentHash", "artifactId", "schema"})
    void schemaThatIsNamedOtherwiseIsRefused(String name) {
        refused(with("apicurio.value." + name, "00"), "frame.unknown", name);
    }

    @ParameterizedTest
    @CsvSource({
        "'', frame.truncated",
        "00000007, frame.truncated",
        "000000000000000700, frame.unknown",
        "0000000100000007, unknown-schema",
        "0000000000000008, unknown-schema"
    })
    void idOfAnotherFormIsAFault(String hex, String rule) {
        refused(with(CONTENT, hex), rule, "");
    }

    private static Headers with(String name, String hex) {
        return new RecordHeaders().add(name, HexFormat.of().parseHex(hex));
    }

    private String read(Headers headers) {
        return frame().fromHeaders(headers, false, new Asked());
    }

    private void refused(Headers headers, String rule, String named) {
        assertThatThrownBy(() -> read(headers)).isInstanceOfSatisfying(DecodeException.class, e -> {
            assertThat(e.rule()).isEqualTo(rule);
            assertThat(e).hasMessageContaining(named);
        });
    }
}
