/** Java records of the shapes of {@code src/main/avro}, matched to their schemas by name. */
@NullMarked
package dev.brine.bench.model;

import org.jspecify.annotations.NullMarked;
