/**
 * Whole pipelines, from an object through a producer, the embedded broker and a consumer to an object, beside the same
 * with bytes.
 */
package dev.brine.bench.pipeline;
