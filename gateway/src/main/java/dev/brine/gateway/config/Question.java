package dev.brine.gateway.config;

/**
 * A key that the grammar knows, as it was asked for; the reference page is checked against these.
 *
 * @param place the path of the mapping it stands in, without indexes: {@code workers[].retry}, empty at the top; with
 *     what its {@code type} says behind it, where it has one: {@code workers[].sink(http)}
 * @param key its name
 * @param otherwise its value when it is not given; empty if it is required or has none
 * @param allowed what it takes, in words
 */
public record Question(String place, String key, String otherwise, String allowed) {}
