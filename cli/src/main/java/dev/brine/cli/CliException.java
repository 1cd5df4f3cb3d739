package dev.brine.cli;

import org.jspecify.annotations.Nullable;

/** An error as the user should read it: one sentence, its cause, one suggestion, and the exit code. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final @Nullable String reason;
    private final @Nullable String suggestion;

    private CliException(
            int exitCode,
            String message,
            @Nullable String reason,
            @Nullable String suggestion,
            @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.reason = reason;
        this.suggestion = suggestion;
    }

    /** The command was understood and did not succeed. */
    public static CliException failed(String message) {
        return new CliException(ExitCode.FAILED, message, null, null, null);
    }

    /** What was asked cannot be meant. */
    public static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, message, null, null, null);
    }

    /** A broker or a registry did not answer. */
    public static CliException unreachable(String message) {
        return new CliException(ExitCode.UNREACHABLE, message, null, null, null);
    }

    public static CliException of(int exitCode, String message) {
        return new CliException(exitCode, message, null, null, null);
    }

    /** The same error with what brought it about, in words. */
    public CliException because(@Nullable String why) {
        return new CliException(exitCode, text(), why, suggestion, getCause());
    }

    /** The same error with its Java cause, which {@code -v} prints. */
    public CliException causedBy(Throwable cause) {
        return new CliException(exitCode, text(), reason, suggestion, cause);
    }

    /** The same error with the one thing to try. */
    public CliException trying(String what) {
        return new CliException(exitCode, text(), reason, what, getCause());
    }

    public int exitCode() {
        return exitCode;
    }

    public @Nullable String reason() {
        return reason;
    }

    public @Nullable String suggestion() {
        return suggestion;
    }

    private String text() {
        return String.valueOf(getMessage());
    }
}
