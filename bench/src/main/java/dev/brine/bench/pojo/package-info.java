/** Plain classes with public fields, for libraries that have no use for generated ones. Not shared between threads. */
package dev.brine.bench.pojo;
