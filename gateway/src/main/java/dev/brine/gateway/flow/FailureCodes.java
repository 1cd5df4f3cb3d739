package dev.brine.gateway.flow;

import dev.brine.serdes.DecodeException;
import java.util.Set;

/** The numbers by which all edges tell their clients what was wrong with a value; those of Confluent's REST interface. */
public final class FailureCodes {

    /** The topic has no schema. */
    public static final int NO_SCHEMA = 42201;

    /** A value that was decoded does not fit the schema. */
    public static final int UNFIT = 42207;

    private static final int SYNTAX = 40001;
    private static final int NOT_OF_THE_SCHEMA = 42203;
    private static final int UNDECODABLE = 42206;
    private static final Set<String> SYNTAX_RULES = Set.of("json.syntax", "truncated", "trailing-bytes", "utf-8");

    private FailureCodes() {}

    /** @param json whether the bytes were said to be JSON */
    public static int of(DecodeException fault, boolean json) {
        if (!json) {
            return UNDECODABLE;
        }
        return SYNTAX_RULES.contains(fault.rule()) ? SYNTAX : NOT_OF_THE_SCHEMA;
    }
}
