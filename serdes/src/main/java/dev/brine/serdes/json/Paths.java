package dev.brine.serdes.json;

/** Paths to a part of a value, such as {@code items[3].price}. */
final class Paths {

    private Paths() {}

    static String join(String part, String rest) {
        return rest.isEmpty() || rest.startsWith("[") || rest.startsWith("{") ? part + rest : part + "." + rest;
    }
}
