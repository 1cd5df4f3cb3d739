/** Brine's arms: every codec on every object model, by itself and behind Kafka's interface. */
@NullMarked
package dev.brine.bench.brine;

import org.jspecify.annotations.NullMarked;
