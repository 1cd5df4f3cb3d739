package dev.brine.cli.dlq;

import java.util.Locale;

/** Sentences that several commands say. */
final class Words {

    private Words() {}

    static String letters(long count) {
        return count == 1 ? "1 letter" : String.format(Locale.ROOT, "%,d letters", count);
    }

    /** Of letters that a filter by payload could not judge. */
    static String unknown(long count) {
        return "--where has left out what could not be read: " + letters(count);
    }
}
