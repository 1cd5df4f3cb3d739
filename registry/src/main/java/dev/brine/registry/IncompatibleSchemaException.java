package dev.brine.registry;

/** Thrown when a new version breaks its subject's compatibility level. */
public final class IncompatibleSchemaException extends RegistryException {

    private final transient Compatibility.Broken why;

    public IncompatibleSchemaException(String message, Compatibility.Broken why) {
        super(message);
        this.why = why;
    }

    public Compatibility.Broken why() {
        return why;
    }
}
