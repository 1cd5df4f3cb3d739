/** Java records of the shapes of {@code src/main/avro}, matched to their schemas by name. */
package dev.brine.bench.model;
