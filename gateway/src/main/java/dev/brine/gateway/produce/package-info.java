/**
 * Records by HTTP: raw bodies of any codec, and those of Confluent's REST interface (v2).
 *
 * <p>Start at {@link dev.brine.gateway.produce.ProduceEndpoint}. A request is looked at, its body decoded and encoded again as
 * the topic has it, all of a batch before any of it is sent; then Kafka is waited for without a thread.
 */
@NullMarked
package dev.brine.gateway.produce;

import org.jspecify.annotations.NullMarked;
