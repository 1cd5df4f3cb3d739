package dev.brine.bench.peer;

import dev.brine.bench.avro.Small;

/** {@code Small} between the class that everybody else encodes and protobuf's message. */
final class SmallProto {

    private SmallProto() {}

    static dev.brine.bench.proto.Small to(Small value) {
        dev.brine.bench.proto.Small.Builder to = dev.brine.bench.proto.Small.newBuilder();
        to.setId(value.getId());
        to.setName(value.getName());
        to.setActive(value.getActive());
        to.setScore(value.getScore());
        to.setCount(value.getCount());
        return to.build();
    }

    static Small from(dev.brine.bench.proto.Small from) {
        Small value = new Small();
        value.setId(from.getId());
        value.setName(from.getName());
        value.setActive(from.getActive());
        value.setScore(from.getScore());
        value.setCount(from.getCount());
        return value;
    }
}
