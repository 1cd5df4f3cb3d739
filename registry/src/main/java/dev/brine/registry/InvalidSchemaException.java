package dev.brine.registry;

/** Thrown when a text is not an Avro schema, or uses a name that nothing defines. */
public final class InvalidSchemaException extends RegistryException {

    public InvalidSchemaException(String message) {
        super(message);
    }

    public InvalidSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
