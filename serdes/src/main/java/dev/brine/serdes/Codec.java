package dev.brine.serdes;

import org.apache.avro.Schema;

/**
 * An encoding of values under Avro schemas: one schema, several encodings. Found by {@link java.util.ServiceLoader}.
 *
 * <p>A codec holds no state that a caller can see. What it gives out is compiled once for a pair of schemas and a type
 * and kept by the caller; it may be shared between threads, keeps no buffer and no array it was given, and never runs
 * code that a schema or a payload names.
 */
public interface Codec {

    /** The name in configuration, such as {@code avro}. */
    String name();

    /** The {@code content-type} that names this encoding in record headers and over HTTP, such as {@code avro/binary}. */
    String contentType();

    /**
     * Compiles the way from objects to bytes.
     *
     * @param writer the schema to write with
     * @param type a generated class, a Java record, a plain class, {@code GenericRecord}, {@code Map}, or
     *     {@code Object} for whatever of these comes
     * @throws IllegalArgumentException naming field and type, if the type can never fit the schema
     */
    <T> Encoder<T> encoder(Schema writer, Class<T> type, Limits limits);

    /**
     * Compiles the way from bytes that {@code writer} wrote to objects of {@code type} as {@code reader} sees them.
     *
     * @throws IllegalArgumentException naming field, type and both schemas, if the reader can never read the writer or
     *     the type can never fit the reader
     */
    <T> Decoder<T> decoder(Schema writer, Schema reader, Class<T> type, Limits limits);
}
