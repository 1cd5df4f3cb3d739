package dev.brine.gateway.produce;

import dev.brine.gateway.flow.FailureCodes;
import dev.brine.gateway.flow.NoSchemaException;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.media.ItemError;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.EncodeException;
import java.util.List;

/** Thrown when records of a request are not what their schema says; nothing of it was sent. */
final class Invalid extends RuntimeException {

    private static final long serialVersionUID = 1;

    static final int BATCH = 42208;

    private final transient List<ItemError> items;

    Invalid(List<ItemError> items) {
        super("invalid records", null, false, false);
        this.items = items;
    }

    List<ItemError> items() {
        return items;
    }

    /** The numbers of Confluent's REST interface, for the same reasons. */
    static Refusal refusal(RuntimeException fault, boolean json) {
        if (fault instanceof Refusal refusal) {
            return refusal;
        }
        if (fault instanceof DecodeException decode) {
            return Refusal.of(FailureCodes.of(decode, json), String.valueOf(decode.getMessage()));
        }
        if (fault instanceof EncodeException) {
            return Refusal.of(FailureCodes.UNFIT, String.valueOf(fault.getMessage()));
        }
        if (fault instanceof NoSchemaException) {
            return Refusal.of(FailureCodes.NO_SCHEMA, String.valueOf(fault.getMessage()));
        }
        if (fault instanceof RegistryUnavailableException) {
            return Refusal.of(50302, "the schema registry cannot be asked now; try again")
                    .with("Retry-After", "5");
        }
        if (fault instanceof RegistryException) {
            return Refusal.of(42205, String.valueOf(fault.getMessage()));
        }
        throw fault;
    }
}
