package dev.brine.serdes.avro;

/** A class that must not be loaded because a schema names it. */
final class Bomb {

    static {
        System.setProperty("brine.bomb", "loaded");
    }

    private Bomb() {}
}
