package dev.brine.cli.config;

/**
 * A value and where it came from.
 *
 * @param origin in words for people, such as {@code -X}, {@code BRINE_REGISTRY} or {@code /home/me/brine.yml}
 */
public record Setting(String value, String origin) {}
