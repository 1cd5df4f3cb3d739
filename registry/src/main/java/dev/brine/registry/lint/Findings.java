package dev.brine.registry.lint;

import java.util.ArrayList;
import java.util.List;

/** Collects the findings of one file. */
final class Findings {

    private final String file;
    private final List<Finding> all = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void warning(String rule, String at, String what, String remedy) {
        add(LintLevel.WARNING, rule, at, what, remedy);
    }

    void error(String rule, String at, String what, String remedy) {
        add(LintLevel.ERROR, rule, at, what, remedy);
    }

    private void add(LintLevel level, String rule, String at, String what, String remedy) {
        all.add(new Finding(level, rule, file, at.isEmpty() ? "/" : at, what, remedy));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    /** A text of somebody else's as a message may show it: one line, printable, not long. */
    static String shown(String text) {
        String clean = text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "'" + (clean.length() > 60 ? clean.substring(0, 60) + "..." : clean) + "'";
    }
}
