/**
 * What the owner thread does: it alone holds the consumer, the trackers and the timers. Start at {@link
 * dev.brine.consumer.internal.engine.OwnerLoop}. Nothing here runs a handler, decodes, or waits for another thread's
 * lock; everything but what a type names otherwise belongs to the owner thread.
 */
@NullMarked
package dev.brine.consumer.internal.engine;

import org.jspecify.annotations.NullMarked;
