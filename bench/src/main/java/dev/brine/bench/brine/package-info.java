/** Brine's arms: every codec on every object model, by itself and behind Kafka's interface. */
package dev.brine.bench.brine;
