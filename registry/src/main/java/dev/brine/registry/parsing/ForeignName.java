package dev.brine.registry.parsing;

/**
 * A name that a text uses and does not define.
 *
 * @param full the name within the namespace where it is used
 * @param written the name as it stands there, which counts when nothing has the full one
 * @param path JSON pointer to its first use
 */
public record ForeignName(String full, String written, String path) {}
