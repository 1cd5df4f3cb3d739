package dev.brine.registry.lint;

/** How bad a {@link Finding} is. */
public enum LintLevel {
    /** Works today, and costs something later. */
    WARNING,
    /** Must not be released: what is generated from it is not what it seems to be. */
    ERROR
}
