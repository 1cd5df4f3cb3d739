package dev.brine.cli;

/** What the process ends with; scripts depend on these numbers. */
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int INCOMPATIBLE = 3;
    public static final int UNREADABLE = 4;
    public static final int UNREACHABLE = 5;
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
