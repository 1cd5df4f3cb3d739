package dev.brine.cli.demo;

import java.math.BigDecimal;

/** Thrown by the demo's handler for an order whose lines do not add up to its total. */
final class WrongTotalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongTotalException(BigDecimal expected) {
        super("the order's lines and shipping do not add up to its total; the difference is not shown, the sum has "
                + expected.precision() + " digits");
    }
}
