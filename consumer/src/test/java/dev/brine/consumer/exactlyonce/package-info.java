/** Workers whose reading and writing is one transaction, and what {@code read_committed} finds after all that can happen. */
package dev.brine.consumer.exactlyonce;
