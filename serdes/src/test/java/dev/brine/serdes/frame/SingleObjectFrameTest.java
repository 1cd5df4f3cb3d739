package dev.brine.serdes.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.RegisteredSchema;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SingleObjectFrameTest extends FrameContract {

    @Override
    protected Frame frame() {
        return Frames.SINGLE_OBJECT;
    }

    @Test
    void prefixIsThatOfAvrosOwnTestMessage() {
        RegisteredSchema schema =
                new RegisteredSchema(1, new UUID(0, 0), 0x3df542a2f8e12da9L, "", List.of(), SCHEMA.schema());

        byte[] prefix = frame().stamp(schema, false).prefix();

        assertThat(HexFormat.of().formatHex(prefix)).isEqualTo("c301a92de1f8a242f53d");
    }
}
