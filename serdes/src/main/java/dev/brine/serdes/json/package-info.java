/**
 * Plain JSON for Avro schemas: no union wrappers, logical types as people write them, checked both ways.
 *
 * <p>Start at {@link dev.brine.serdes.json.JsonCodec}; {@link dev.brine.serdes.json.JsonToAvro} and {@link
 * dev.brine.serdes.json.AvroToJson} are its two halves, for those who have text or Avro binary and want no object.
 * JSON is transcoded to and from Avro binary by steps that are compiled once for a schema, without a tree in between,
 * so every object model and every evolution is the Avro codec's. Everything public here may be shared between threads.
 */
@NullMarked
package dev.brine.serdes.json;

import org.jspecify.annotations.NullMarked;
