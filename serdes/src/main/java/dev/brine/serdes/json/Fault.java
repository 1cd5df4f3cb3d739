package dev.brine.serdes.json;

import dev.brine.serdes.DecodeException;

/**
 * A fault in JSON on its way up, which collects its path as it goes. Has no stack trace, because a union throws one
 * away for every branch that does not fit.
 */
final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String rule;
    private final int position;
    private final String reason;
    private String path = "";

    Fault(String rule, int position, String reason) {
        super(reason, null, false, false);
        this.rule = rule;
        this.position = position;
        this.reason = reason;
    }

    /** Names the field or entry that the fault was found in. */
    Fault in(String part) {
        path = Paths.join(part, path);
        return this;
    }

    /** The same, as the best of what the branches of a union had to say. */
    Fault ofUnion(String branches) {
        Fault fault = new Fault(rule, position, "fits none of " + branches + "; nearest: " + reason);
        fault.path = path;
        return fault;
    }

    int position() {
        return position;
    }

    /** Whether another branch of a union may do better: not if the text itself is bad, or too much. */
    boolean isOfBranch() {
        return !rule.startsWith("limit.") && !rule.equals("json.syntax") && !rule.equals("truncated");
    }

    DecodeException toException() {
        return new DecodeException(rule, position, path, reason);
    }
}
