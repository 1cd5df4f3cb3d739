package dev.brine.consumer.internal.retry;

import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a new owner begins: what the last commit says of source and log, but for the log's own frontier and map.
 *
 * @param covered whether a source offset is finished by that commit, so that the source does not deliver it again
 * @param token of the owner that committed; null if it is not known
 * @param fence where the log ended when that owner took over
 */
public record Origin(LongPredicate covered, @Nullable String token, long fence) {

    /** Whether what stands in the log was written by an owner that could still write there. */
    boolean trusts(long at, String writer) {
        return token == null || at < fence || token.equals(writer);
    }
}
