package dev.brine.gateway.registry;

import dev.brine.gateway.http.Refusal;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;

/** The registry's errors as Confluent's numbers and words. */
final class Errors {

    static final int INCOMPATIBLE = 40901;
    static final int ASSOCIATION_NOT_FOUND = 40410;
    static final int CONTEXT_NOT_EMPTY = 42211;

    private static final int INVALID_SCHEMA = 42201;
    private static final int STORE_FAILED = 50001;
    private static final int STORE_TIMEOUT = 50002;
    private static final int LONGEST = 10_000;

    private Errors() {}

    static StoreException subjectNotFound(String subject) {
        return new StoreException(StoreError.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    static StoreException versionNotFound(String version) {
        return new StoreException(StoreError.VERSION_NOT_FOUND, "Version " + version + " not found.");
    }

    static StoreException schemaNotFound(String what) {
        return new StoreException(StoreError.SCHEMA_NOT_FOUND, "Schema " + what + " not found");
    }

    static Refusal invalidSchema(String why) {
        return Refusal.of(INVALID_SCHEMA, why);
    }

    /** Whether something was not there, which a newer state may have. */
    static boolean notFound(RegistryException e) {
        return e instanceof StoreException refused && refused.error().code() / 100 == 404;
    }

    static Refusal refusal(RegistryException e, boolean writing) {
        return Refusal.of(code(e, writing), shortened(String.valueOf(e.getMessage())));
    }

    private static int code(RegistryException e, boolean writing) {
        if (e instanceof StoreException refused) {
            return refused.error().code();
        }
        if (e instanceof InvalidSchemaException) {
            return INVALID_SCHEMA;
        }
        if (e instanceof IncompatibleSchemaException) {
            return INCOMPATIBLE;
        }
        return e instanceof RegistryUnavailableException && writing ? STORE_TIMEOUT : STORE_FAILED;
    }

    /** A message quotes names of the schema, and those can be as long as the schema. */
    static String shortened(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }
}
