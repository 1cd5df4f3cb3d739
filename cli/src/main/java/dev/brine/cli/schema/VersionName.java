package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A subject and perhaps a version, as the user writes them: {@code orders-value}, {@code orders-value:v3}. */
record VersionName(String subject, Optional<Integer> version) {

    private static final Pattern NAME = Pattern.compile("(.+):v([1-9][0-9]{0,8})");
    private static final Pattern VERSION = Pattern.compile("v?([1-9][0-9]{0,8})");

    static VersionName of(String text) {
        Matcher name = NAME.matcher(text);
        return name.matches()
                ? new VersionName(name.group(1), Optional.of(Integer.valueOf(name.group(2))))
                : new VersionName(text, Optional.empty());
    }

    /** A version alone: {@code 3} or {@code v3}. */
    static int version(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            throw CliException.usage("'" + text + "' is not a version").trying("write v1, v2, and so on");
        }
        return Integer.parseInt(version.group(1));
    }
}
