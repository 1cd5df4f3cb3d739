package dev.brine.serdes.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ConfluentFrameTest extends FrameContract {

    @Override
    protected Frame frame() {
        return Frames.CONFLUENT;
    }

    @Test
    void idStandsInFourBytesBehindAZero() {
        assertThat(frame().stamp(schema(0x41, "\"int\""), false).prefix()).containsExactly(0, 0, 0, 0, 0x41);
    }

    @Test
    void guidInThePayloadIsRead() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex("01123e4567e89b12d3a45642661417400755"));
        Asked asked = new Asked();

        assertThat(frame().fromPayload(bytes, asked)).isEqualTo("found");
        assertThat(asked.lengths).containsExactly(17);
        assertThat(bytes.remaining()).isOne();
    }

    @Test
    void unknownIdIsSaidByTheLookup() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {0, 0, 0, 0, 8, 1});

        assertThatThrownBy(() -> frame().fromPayload(bytes, new Asked()))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.rule()).isEqualTo("unknown-schema"));
    }
}
