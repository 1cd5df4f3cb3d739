package dev.brine.gateway.sink;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.Context;
import dev.brine.consumer.Message;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.source.Condition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A command that reads JSON lines from its standard input. It is started with the worker, and again, with growing waits,
 * whenever it has ended; its standard error is ours.
 *
 * <p>Without answers a record is finished when its line is written and flushed and the command is alive after that; what
 * the command had not read from its pipe yet is lost when it dies. With {@code answers: line} the command prints one line
 * for each line it has read, in order: {@code ok}, {@code retry REASON} or {@code dead REASON}; only that finishes the
 * record, so nothing is lost.
 */
final class CommandSink implements RecordSink {

    private final Settings settings;
    private final RecordLines lines;
    private @Nullable BatchThread<byte[]> thread;

    /** What the command says to each line. */
    enum Answers {
        NONE,
        LINE
    }

    /**
     * @param command program and arguments; no shell in between
     * @param timeout how long one answer may take; then the command is ended and started again
     */
    record Settings(List<String> command, FileSink.Content content, Answers answers, Duration timeout) {
        static Settings from(Section section) {
            List<String> command = section.texts("command");
            if (command.isEmpty()) {
                section.mistake("command", "", "a program and its arguments, such as [python3, consumer.py]");
            }
            return new Settings(
                    command,
                    section.oneOf("content", FileSink.Content.RECORD),
                    section.oneOf("answers", Answers.NONE),
                    section.duration("timeout", Duration.ofSeconds(30), Duration.ofMillis(100), Duration.ofHours(1)));
        }
    }

    CommandSink(Settings settings) {
        this.settings = settings;
        this.lines = new RecordLines(settings.content() == FileSink.Content.VALUE);
    }

    @Override
    public void start(SinkContext context) throws Exception {
        ChildCommand child = new ChildCommand(
                settings.command(), context.directory(), settings.answers() == Answers.LINE, settings.timeout());
        child.start();
        BatchThread<byte[]> batches = new BatchThread<>("brine-command-sink-" + context.worker(), child);
        batches.start();
        thread = batches;
    }

    @Override
    public CompletionStage<?> accept(Message<byte[], Object> message, Context context) {
        return requireNonNull(thread, "start comes first").add(lines.line(message));
    }

    @Override
    public void close(Duration atMost) {
        if (thread != null) {
            thread.close(atMost);
        }
    }

    @Override
    public Condition condition() {
        return thread == null ? Condition.notReady("not started") : thread.condition();
    }
}
