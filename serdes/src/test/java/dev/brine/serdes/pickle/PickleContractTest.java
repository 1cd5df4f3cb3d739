package dev.brine.serdes.pickle;

import dev.brine.serdes.Codec;
import dev.brine.serdes.CodecContract;

final class PickleContractTest extends CodecContract {

    @Override
    protected Codec codec() {
        return new PickleCodec();
    }
}
