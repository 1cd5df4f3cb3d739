package dev.brine.cli.demo;

/** Thrown by the demo's handler for an order whose lines do not add up to its total. */
final class WrongTotalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongTotalException() {
        super("the order's lines and shipping do not add up to its total");
    }
}
