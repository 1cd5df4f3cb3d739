package dev.brine.gateway.client;

import java.util.regex.Pattern;

/** What may stand in a header. */
public final class HeaderText {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private HeaderText() {}

    /** Whether this is a name of RFC 9110, of a length that anybody would give. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether this has no line's end and nothing else that could begin another header. */
    public static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 127 || c > 255) {
                return false;
            }
        }
        return true;
    }
}
