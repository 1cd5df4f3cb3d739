package dev.brine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** What the objects look like: the schema they are written with, and the one they are read as. */
public enum Shape {
    /** Five fields. */
    SMALL("small", 1, 1),
    /** 27 fields, nested, Korean and ASCII, decimals and instants, three to five items, a map. */
    ORDER("order", 3, 3),
    /** Sixty fields, of which 57 may be null and about half are, by the kind of the row. */
    WIDE("wide", 1, 1),
    /** ORDER of version 1, read as version 3. */
    EVOLVE("order", 1, 3);

    private final String topic;
    private final Schema writer;
    private final Schema reader;

    Shape(String topic, int writer, int reader) {
        this.topic = topic;
        this.writer = schema(topic, writer);
        this.reader = schema(topic, reader);
    }

    /** A topic whose values have this shape, by the registry {@code classpath:avro}. */
    public String topic() {
        return topic;
    }

    public Schema writer() {
        return writer;
    }

    public Schema reader() {
        return reader;
    }

    /** The class that Avro generated from the reader's schema. */
    public Class<?> generated() {
        return named("dev.brine.bench.avro.", "");
    }

    /** The Java record of the reader's shape. */
    public Class<?> record() {
        return named("dev.brine.bench.model.", "Record");
    }

    /** The plain class of the reader's shape. */
    public Class<?> plain() {
        return named("dev.brine.bench.pojo.", "");
    }

    /** The plain class of the writer's shape. */
    public Class<?> plainWriter() {
        return this == EVOLVE ? named("dev.brine.bench.pojo.v1.", "") : plain();
    }

    private Class<?> named(String prefix, String suffix) {
        try {
            return Class.forName(prefix + reader.getName() + suffix);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no class for " + this, e);
        }
    }

    private static Schema schema(String topic, int version) {
        String path = "/avro/" + topic + "-value/v" + version + ".avsc";
        try (InputStream in = Shape.class.getResourceAsStream(path)) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
