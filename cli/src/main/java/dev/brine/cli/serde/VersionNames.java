package dev.brine.cli.serde;

import dev.brine.cli.CliException;
import dev.brine.serdes.record.VersionChoice;
import org.jspecify.annotations.Nullable;

/** Versions as {@code --as} names them. */
public final class VersionNames {

    private VersionNames() {}

    /**
     * The choice that a text means.
     *
     * @param as {@code latest}, {@code 3} or {@code v3}; null for the version that wrote each record
     * @throws CliException with exit code 2 if it is none of these
     */
    public static VersionChoice choice(@Nullable String as) {
        if (as == null) {
            return new VersionChoice.AsWritten();
        }
        if (as.equals("latest")) {
            return new VersionChoice.Latest();
        }
        try {
            return new VersionChoice.Exactly(Integer.parseInt(as.replaceFirst("^v", "")));
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--as must be latest or a version's number, found '" + as + "'")
                    .causedBy(e);
        }
    }
}
