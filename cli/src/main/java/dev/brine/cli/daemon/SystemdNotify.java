package dev.brine.cli.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process is, when it asked for that: {@code Type=notify} with {@code NotifyAccess=all}. Its socket
 * is a datagram one, which Java does not have, so {@code systemd-notify} is run; where that fails once it is said and not
 * tried again. Used by one thread.
 */
final class SystemdNotify {

    private static final Logger log = LoggerFactory.getLogger(SystemdNotify.class);
    private static final long PATIENCE_SECONDS = 5;

    private final String program;
    private final Map<String, String> environment;
    private final Optional<Duration> watchdog;
    private boolean wanted;
    private long last = System.nanoTime();

    SystemdNotify(Map<String, String> environment) {
        this(environment, "systemd-notify");
    }

    SystemdNotify(Map<String, String> environment, String program) {
        this.program = program;
        this.environment = environment;
        this.wanted = !environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
        this.watchdog = interval(environment);
    }

    void ready() {
        say("--ready");
    }

    void stopping() {
        // As a variable: the option of that name is younger than many systemds.
        say("STOPPING=1");
    }

    /** Says that the process lives, at half the time after which systemd would restart it. */
    void alive() {
        if (watchdog.isPresent() && System.nanoTime() - last >= watchdog.get().toNanos()) {
            last = System.nanoTime();
            say("WATCHDOG=1");
        }
    }

    private void say(String what) {
        if (!wanted) {
            return;
        }
        try {
            ProcessBuilder command = new ProcessBuilder(program, what)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            command.environment().put("NOTIFY_SOCKET", environment.get("NOTIFY_SOCKET"));
            Process process = command.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("systemd-notify did not end");
            }
            if (process.exitValue() != 0) {
                throw new IOException("systemd-notify ended with " + process.exitValue());
            }
        } catch (IOException e) {
            wanted = false;
            log.atWarn().addKeyValue("error", e.toString()).log("systemd cannot be told how the process is");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Duration> interval(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean ours = pid.isEmpty()
                || pid.equals(Long.toString(ProcessHandle.current().pid()));
        return ours && micros.matches("[1-9]\\d{0,15}")
                ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000 / 2))
                : Optional.empty();
    }
}
