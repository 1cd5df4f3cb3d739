package dev.brine.serdes.json;

import java.util.Locale;

/** What is done about a field of a JSON object that the schema's record does not have. */
public enum UnknownFields {
    /** The value is refused, with the field's name and the nearest that is known. */
    ERROR,
    /** The field is skipped. */
    IGNORE;

    /** @throws IllegalArgumentException naming the two, if {@code name} is neither in any case */
    public static UnknownFields of(String name) {
        for (UnknownFields choice : values()) {
            if (choice.name().equals(name.toUpperCase(Locale.ROOT))) {
                return choice;
            }
        }
        throw new IllegalArgumentException("unknown choice '" + name + "'; use error or ignore");
    }
}
