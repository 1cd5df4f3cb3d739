package dev.brine.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** What the objects look like: the schema they are written with, and the one they are read as. */
public enum Shape {
    /** Five fields. */
    SMALL("small", "small"),
    /** 27 fields, nested, Korean and ASCII, decimals and instants, three to five items, a map. */
    ORDER("order-v3", "order-v3"),
    /** Sixty fields, of which 57 may be null and half of those are. */
    WIDE("wide", "wide"),
    /** ORDER of version 1, read as version 3. */
    EVOLVE("order-v1", "order-v3");

    private final Schema writer;
    private final Schema reader;

    Shape(String writer, String reader) {
        this.writer = schema(writer);
        this.reader = schema(reader);
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

    private static Schema schema(String name) {
        try (InputStream in = Shape.class.getResourceAsStream("/avro/" + name + ".avsc")) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("avro/" + name + ".avsc", e);
        }
    }
}
