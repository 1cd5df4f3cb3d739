package dev.brine.consumer.internal.engine;

import java.time.Duration;

/**
 * When a worker commits, and how much a commit may say.
 *
 * @param every time between commits
 * @param records ended records after which a commit does not wait for its time
 * @param metadataLimit most characters of metadata, as the brokers' {@code offset.metadata.max.bytes}
 */
public record Committing(Duration every, int records, int metadataLimit) {}
