package dev.brine.serdes.pickle;

import dev.brine.serdes.Codec;
import dev.brine.serdes.CodecContract;

final class TypedPickleContractTest extends CodecContract {

    @Override
    protected Codec codec() {
        return new PickleCodec().typed().protocol(5);
    }
}
