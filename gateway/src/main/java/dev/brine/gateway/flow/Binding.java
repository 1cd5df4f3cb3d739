package dev.brine.gateway.flow;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway's configuration says about one topic. What is null is left to the registry's binding, and then to the
 * usual: subject {@code TOPIC-value}, codec {@code avro}, frame {@code confluent}.
 */
public record Binding(
        @Nullable String subject,
        @Nullable String codec,
        @Nullable String frame) {}
