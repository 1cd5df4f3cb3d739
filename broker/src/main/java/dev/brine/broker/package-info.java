/**
 * A real Kafka broker in this process, for a first look without any installation and for tests.
 *
 * <p>Start at {@link dev.brine.broker.EmbeddedBroker}; in JUnit at {@link dev.brine.broker.junit.BrineBroker}. It listens
 * on 127.0.0.1 only, has no security, and is sized for a laptop: it is not for production. An instance may be shared
 * between threads.
 */
@NullMarked
package dev.brine.broker;

import org.jspecify.annotations.NullMarked;
