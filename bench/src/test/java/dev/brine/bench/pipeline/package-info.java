/** The pipeline's measure, on little. */
@NullMarked
package dev.brine.bench.pipeline;

import org.jspecify.annotations.NullMarked;
