package dev.brine.bench.brine;

import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** What the objects are. */
enum ObjectModel {
    CLASS(""),
    RECORD("-record"),
    GENERIC("-generic"),
    MAP("-map");

    private final String suffix;

    ObjectModel(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    Class<?> type(Shape shape) {
        return switch (this) {
            case CLASS -> shape.generated();
            case RECORD -> shape.record();
            case GENERIC -> GenericRecord.class;
            case MAP -> Map.class;
        };
    }

    Object value(Shape shape, Map<String, Object> sample) {
        return switch (this) {
            case CLASS -> Models.generated(shape.writer(), sample);
            case RECORD -> Models.plain(shape.record(), sample);
            case GENERIC -> Models.generic(shape.writer(), sample);
            case MAP -> sample;
        };
    }
}
