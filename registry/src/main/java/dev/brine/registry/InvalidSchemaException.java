package dev.brine.registry;

import org.jspecify.annotations.Nullable;

/** Thrown when a text is not an Avro schema, or uses a name that nothing defines. */
public final class InvalidSchemaException extends RegistryException {

    public InvalidSchemaException(String message) {
        super(message);
    }

    public InvalidSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
