package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import org.jspecify.annotations.Nullable;

/**
 * Why a pickle was refused, in parts.
 *
 * @param rule the fixed word of {@link PickleReader}
 * @param offset where the opcode at fault stands in the pickle; -1 if the pickle was sound and the schema refused it
 * @param opcode its name, or {@code null} where none stands there
 * @param message what was found and what was expected
 */
public record PickleFault(String rule, int offset, @Nullable String opcode, String message) {

    /** The fault of a read of exactly these bytes. */
    public static PickleFault of(DecodeException fault, byte[] pickle) {
        int offset = fault.position();
        String opcode = null;
        if (fault.rule().equals("pickle.trailing")) {
            opcode = PickleOpcode.STOP.name();
        } else if (!fault.rule().equals("limit.max.bytes") && offset >= 0 && offset < pickle.length) {
            PickleOpcode found = PickleOpcode.of(pickle[offset]);
            opcode = found == null ? null : found.name();
        }
        return new PickleFault(fault.rule(), offset, opcode, String.valueOf(fault.getMessage()));
    }
}
