package dev.brine.gateway.registry;

import dev.brine.registry.store.Contexts;
import java.util.Optional;

/**
 * Which subjects a list is about. {@code :*:o} is every one that begins with {@code o} in whatever context; {@code o}
 * those of the default context; {@code :.eu:o} those of another. Without a prefix it is all.
 */
record SubjectPrefix(Optional<String> context, String start) {

    private static final String EVERYWHERE = ":*:";

    static SubjectPrefix of(Optional<String> given) {
        String prefix = given.orElse(EVERYWHERE);
        if (prefix.startsWith(EVERYWHERE)) {
            return new SubjectPrefix(Optional.empty(), prefix.substring(EVERYWHERE.length()));
        }
        return new SubjectPrefix(Optional.of(Contexts.of(prefix)), name(Contexts.normalize(prefix)));
    }

    boolean matches(String subject) {
        return (context.isEmpty() || context.get().equals(Contexts.of(subject)))
                && name(subject).startsWith(start);
    }

    /** Without its context. */
    private static String name(String subject) {
        String context = Contexts.of(subject);
        return context.equals(Contexts.DEFAULT) ? subject : subject.substring(context.length() + 2);
    }
}
