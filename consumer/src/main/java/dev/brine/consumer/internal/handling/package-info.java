/** One attempt at one record: decode, call the handler, judge how it went. Safe for use by many threads. */
@NullMarked
package dev.brine.consumer.internal.handling;

import org.jspecify.annotations.NullMarked;
