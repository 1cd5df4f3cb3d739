package dev.brine.serdes.avro;

/** Thrown while a plan is compiled: the reader's schema cannot read this part of the writer's, whatever Java wants. */
final class Unresolvable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unresolvable(String path, String reason) {
        super(Describe.place(path) + ": " + reason, null, false, false);
    }
}
