/**
 * Dead letters: a record as it came, with headers that say why it was given up, sent until it is acknowledged. Start at
 * {@link dev.brine.consumer.internal.deadletters.DeadLetterPublisher}, which has a thread of its own.
 */
@NullMarked
package dev.brine.consumer.internal.deadletters;

import org.jspecify.annotations.NullMarked;
