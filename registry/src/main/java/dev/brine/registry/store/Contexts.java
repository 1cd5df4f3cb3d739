package dev.brine.registry.store;

/**
 * The namespaces of a registry, as Confluent's has them: {@code :.eu:orders} is the subject {@code orders} in the context
 * {@code .eu}; a name without such a beginning is in the default context, {@code .}. Ids are given out in each context
 * by itself.
 */
public final class Contexts {

    public static final String DEFAULT = ".";

    private static final String START = ":.";

    private Contexts() {}

    /** The context that a subject is in. */
    public static String of(String subject) {
        int end = end(subject);
        return end < 0 ? DEFAULT : subject.substring(1, end);
    }

    /** The one spelling of a subject: without a context where that is the default one. */
    public static String normalize(String subject) {
        int end = end(subject);
        return end < 0 || !subject.substring(1, end).equals(DEFAULT) ? subject : subject.substring(end + 1);
    }

    /** The name under which settings of a whole context are kept. */
    static String setting(String context) {
        return ":" + context + ":";
    }

    /** Whether a name stands for a whole context. */
    static boolean isSetting(String subject) {
        return end(subject) == subject.length() - 1 && !subject.isEmpty();
    }

    private static int end(String subject) {
        return subject.startsWith(START) ? subject.indexOf(':', START.length()) : -1;
    }
}
