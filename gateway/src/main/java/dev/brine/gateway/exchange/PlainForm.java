package dev.brine.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.Codec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.pickle.PickleJson;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import dev.brine.serdes.pickle.PickleWriter;
import org.jspecify.annotations.Nullable;

/** Maps, lists, texts and numbers without a schema, as JSON or as pickles that name nothing. */
final class PlainForm implements ValueForm {

    private final Codec codec;
    private final boolean json;
    private final Limits limits;
    private final PickleJson texts;
    private final PickleReader reader;
    private final PickleWriter writer;

    PlainForm(Codec codec, Limits limits) {
        this.codec = codec;
        this.json = codec.name().equals("json");
        this.limits = limits;
        this.texts = new PickleJson(limits);
        this.reader = new PickleReader(PickleOptions.DEFAULT.limits(limits));
        this.writer = new PickleWriter(PickleWriter.DEFAULT_PROTOCOL, false, limits);
    }

    static boolean knows(String codec) {
        return codec.equals("json") || codec.equals("pickle");
    }

    @Override
    public String codec() {
        return codec.name();
    }

    @Override
    public String contentType() {
        return codec.contentType();
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        if (!json) {
            return reader.read(bytes);
        }
        // The parser bounds depth and texts; how many values there are is bounded here.
        if (Cost.parts(bytes) > limits.maxItems()) {
            throw new DecodeException(
                    "limit.max.items", -1, "", "more than the " + limits.maxItems() + " values that are accepted");
        }
        return texts.parse(bytes);
    }

    @Override
    public long cost(byte[] bytes) {
        return json ? Cost.ofJson(bytes) : Cost.ofBinary(bytes, limits.maxNodes());
    }

    @Override
    public byte[] encode(@Nullable Object value) {
        byte[] pickle = writer.write(value);
        // What an application gives is of many types; read back, it is of those that the JSON has rules for.
        return json ? texts.toJson(reader.read(pickle)).getBytes(UTF_8) : pickle;
    }
}
