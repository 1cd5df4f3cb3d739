/**
 * What is measured and with what: shapes, samples, and one {@link dev.brine.bench.Arm} for every way of turning a
 * sample into bytes and back. Nothing here is API; {@code bench/run} starts {@link dev.brine.bench.Codecs} and
 * {@link dev.brine.bench.pipeline.Pipeline}.
 */
package dev.brine.bench;
