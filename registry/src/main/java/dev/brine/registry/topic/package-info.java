/**
 * A registry that is a compacted Kafka topic, in the layout that Confluent's server and Karapace write.
 *
 * <p>{@link dev.brine.registry.topic.TopicStore} is everything there is to use. It reads the topic with a thread of its
 * own, so that a lookup asks memory; writers take turns through one transactional id, so that each decides on what all
 * before it have written.
 */
@NullMarked
package dev.brine.registry.topic;

import org.jspecify.annotations.NullMarked;
