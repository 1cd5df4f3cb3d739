package dev.brine.bench.peer;

import java.math.BigDecimal;
import java.time.Instant;

/** Numbers that protobuf carries for what has no type there. */
final class Units {

    private Units() {}

    static long micros(Instant value) {
        return value.getEpochSecond() * 1_000_000 + value.getNano() / 1_000;
    }

    static Instant ofMicros(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }

    static long hundredths(BigDecimal value) {
        return value.scaleByPowerOfTen(2).longValueExact();
    }
}
