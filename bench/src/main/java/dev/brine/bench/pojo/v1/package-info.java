/** What {@link dev.brine.bench.pojo} was in version 1. */
@NullMarked
package dev.brine.bench.pojo.v1;

import org.jspecify.annotations.NullMarked;
