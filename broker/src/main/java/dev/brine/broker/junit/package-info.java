/**
 * JUnit 5 support: a real broker by {@link dev.brine.broker.junit.BrineBroker} on a test class, a fresh topic by
 * {@link dev.brine.broker.junit.BrineTopic} on a parameter.
 *
 * <p>Test classes of one JVM that ask for the same settings share one broker, so a test uses its own topics and groups
 * and does not rely on an empty cluster. Nodes that a test stopped are started again after it.
 */
@NullMarked
package dev.brine.broker.junit;

import org.jspecify.annotations.NullMarked;
