package dev.brine.gateway.exchange;

import dev.brine.gateway.exchange.ExchangeResult.Stopped;
import org.jspecify.annotations.Nullable;

/** What a URL gave. */
public sealed interface Fetched {

    /** An object. */
    record Loaded(@Nullable Object value, int status, String codec) implements Fetched {}

    /** None; the step is FETCH or LOAD. */
    record Failed(Stopped reason) implements Fetched {}
}
