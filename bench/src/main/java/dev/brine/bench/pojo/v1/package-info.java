/** What {@link dev.brine.bench.pojo} was in version 1. */
package dev.brine.bench.pojo.v1;
