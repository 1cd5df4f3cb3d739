package dev.brine.serdes.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApicurioFrameTest extends FrameContract {

    @Override
    protected Frame frame() {
        return Frames.APICURIO;
    }

    @Test
    void idStandsInEightBytesBehindAZero() {
        assertThat(frame().stamp(schema(0x41, "\"int\""), false).prefix())
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0x41);
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000755555555", "00000000075555555555", "00ffffffffffffffffff", "000000000700"})
    void idOfFourBytesIsNotThisFrame(String hex) {
        ByteBuffer bytes = bytes(hex);

        assertThat(frame().fromPayload(bytes, new Asked())).isNull();
        assertThat(bytes.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000000007", "00000000000000000755"})
    void idOfEightBytesIsNotConfluents(String hex) {
        ByteBuffer bytes = bytes(hex);

        assertThat(Frames.CONFLUENT.fromPayload(bytes, new Asked())).isNull();
        assertThat(bytes.position()).isZero();
        assertThat(frame().fromPayload(bytes, new Asked())).isEqualTo("found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000000000000000", "000000000000000008", "0000000000ffffffff"})
    void idThatTheRegistryDoesNotKnowIsSaidByTheLookup(String hex) {
        assertThatThrownBy(() -> frame().fromPayload(bytes(hex), new Asked()))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("unknown-schema"));
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
