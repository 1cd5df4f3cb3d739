package dev.brine.cli.files;

import dev.brine.cli.CliException;
import dev.brine.cli.ExitCode;
import dev.brine.gateway.files.Values;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Limits;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** Values of a file as one version of a subject sees them. */
final class SubjectValues implements Values {

    private final SchemaVersion version;
    private final Limits limits;
    private final Decoder<Object> single;

    /** @param codec of single values */
    SubjectValues(SchemaVersion version, Codec codec, Limits limits) {
        this.version = version;
        this.limits = limits;
        this.single = codec.decoder(schema(), schema(), Object.class, limits);
    }

    @Override
    public Object decode(byte[] bytes) {
        return single.decode(ByteBuffer.wrap(bytes));
    }

    /** @throws CliException with exit code 3 if this version cannot read that schema */
    @Override
    public Decoder<Object> lists(Schema writer) {
        try {
            return Codecs.named("avro")
                    .decoder(Schema.createArray(writer), Schema.createArray(schema()), Object.class, limits);
        } catch (IllegalArgumentException e) {
            throw CliException.of(ExitCode.INCOMPATIBLE, "the file's schema cannot be read as " + version.name())
                    .because(e.getMessage())
                    .causedBy(e);
        }
    }

    private Schema schema() {
        return version.schema().schema();
    }
}
