package dev.brine.serdes.pickle;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Python Decimal that is no number; only text can hold it. */
public enum NonFiniteDecimal {
    NAN("NaN"),
    SNAN("sNaN"),
    NEGATIVE_NAN("-NaN"),
    NEGATIVE_SNAN("-sNaN"),
    INFINITY("Infinity"),
    NEGATIVE_INFINITY("-Infinity");

    private final String text;

    NonFiniteDecimal(String text) {
        this.text = text;
    }

    /** As Python writes it. */
    @Override
    public String toString() {
        return text;
    }

    static @Nullable NonFiniteDecimal of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan" -> NAN;
            case "snan", "+snan" -> SNAN;
            case "-nan" -> NEGATIVE_NAN;
            case "-snan" -> NEGATIVE_SNAN;
            case "inf", "infinity", "+inf", "+infinity" -> INFINITY;
            case "-inf", "-infinity" -> NEGATIVE_INFINITY;
            default -> null;
        };
    }
}
