/**
 * Avro's binary encoding, over plans compiled once for a pair of schemas and a Java type.
 *
 * <p>Start at {@link dev.brine.serdes.avro.AvroCodec}. Generated classes, Java records, plain classes,
 * {@code GenericRecord} and {@code Map<String, Object>} all go through the same plan. No class is ever loaded because a
 * schema that came from outside names it.
 */
@NullMarked
package dev.brine.serdes.avro;

import org.jspecify.annotations.NullMarked;
