package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.consumer.GiveUpException;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that is written to, and started again when it is gone. Used by one thread. */
final class ChildCommand implements BatchThread.Target<byte[]> {

    private static final Logger log = LoggerFactory.getLogger(ChildCommand.class);
    private static final int LONGEST_ANSWER = 4096;

    private final List<String> command;
    private final Path directory;
    private final boolean answers;
    private final Duration timeout;
    private volatile @Nullable Running running;

    /** A process, its input, and what it has answered so far; {@link #END} after the last. */
    private record Running(Process process, OutputStream in, BlockingQueue<String> answered) {}

    /** No answer is this, because a line has no line feed. */
    private static final String END = "\n";

    ChildCommand(List<String> command, Path directory, boolean answers, Duration timeout) {
        this.command = command;
        this.directory = directory;
        this.answers = answers;
        this.timeout = timeout;
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(answers ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        BlockingQueue<String> answered = new LinkedBlockingQueue<>();
        if (answers) {
            Thread reader = new Thread(() -> read(process, answered), "brine-command-answers");
            reader.setDaemon(true);
            reader.start();
        }
        running = new Running(process, new BufferedOutputStream(process.getOutputStream(), 1 << 16), answered);
    }

    @Override
    public void write(List<BatchThread.Item<byte[]>> batch) throws IOException, InterruptedException {
        Running child = alive();
        try {
            for (BatchThread.Item<byte[]> item : batch) {
                child.in().write(item.what());
            }
            child.in().flush();
            if (answers) {
                for (BatchThread.Item<byte[]> item : batch) {
                    answer(item, next(child));
                }
            } else if (!child.process().isAlive()) {
                throw new IOException("it ended while it was written to");
            }
        } catch (IOException e) {
            end(child, Duration.ZERO);
            throw new IOException(command.get(0) + ": " + e.getMessage() + exit(child), e);
        }
    }

    @Override
    public void idle() throws IOException {
        Running child = running;
        if (child != null && !child.process().isAlive()) {
            running = null;
            log.atWarn()
                    .addKeyValue("error", exit(child))
                    .log("the command {} has ended, it is started again", command.get(0));
            start();
        }
    }

    @Override
    public void close(Duration atMost) throws IOException, InterruptedException {
        Running child = running;
        if (child != null) {
            end(child, atMost);
        }
    }

    private Running alive() throws IOException {
        Running child = running;
        if (child != null && child.process().isAlive()) {
            return child;
        }
        start();
        return java.util.Objects.requireNonNull(running);
    }

    private String next(Running child) throws IOException, InterruptedException {
        String answer = child.answered().poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (answer == null) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms");
        }
        if (answer.equals(END)) {
            throw new IOException("it ended before it had answered");
        }
        return answer;
    }

    private static void answer(BatchThread.Item<byte[]> item, String answer) throws IOException {
        String word = answer.split(" ", 2)[0];
        String reason = answer.length() > word.length() ? answer.substring(word.length() + 1) : "the command said so";
        switch (word) {
            case "ok" -> item.done().complete(null);
            case "retry" -> item.done().completeExceptionally(new IOException(reason));
            case "dead" -> item.done().completeExceptionally(new GiveUpException(reason));
            default -> throw new IOException("an answer is neither ok nor retry nor dead");
        }
    }

    /** Ends its input, which tells it to finish; and ends it when it does not, or has no time for it. */
    private void end(Running child, Duration atMost) throws InterruptedException {
        running = null;
        if (atMost.isZero()) {
            // First of all: a thread may stand in a write to its full pipe.
            child.process().destroy();
        }
        try {
            child.in().close();
        } catch (IOException e) {
            log.atDebug().addKeyValue("error", e.toString()).log("the command's input was closed before");
        }
        if (!child.process().waitFor(Math.max(1_000, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
            child.process().destroyForcibly();
        }
    }

    private static String exit(Running child) {
        return child.process().isAlive() ? "" : " (exit " + child.process().exitValue() + ")";
    }

    private static void read(Process process, BlockingQueue<String> answered) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c == '\n') {
                    answered.add(line.toString().strip());
                    line.setLength(0);
                } else if (line.length() < LONGEST_ANSWER) {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            log.atDebug().addKeyValue("error", e.toString()).log("the command's output has ended");
        } finally {
            answered.add(END);
        }
    }
}
