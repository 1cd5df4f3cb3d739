package dev.brine.registry;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a failure would put into a log. */
public final class Throwables {

    private Throwables() {}

    /** Messages and stack traces of it and of all its causes. */
    public static String everythingSaid(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
