package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are damaged or cannot be written: said at the start, before anything is sent. */
@BrineBroker
@Timeout(120)
class CheckpointsIT {

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void halfACheckpointIsAnErrorThatSaysWhatToDo(@BrineTopic String topic) throws Exception {
        Files.createDirectories(directory.resolve("checkpoints"));
        Files.writeString(directory.resolve("checkpoints/log.checkpoint"), "key=(dev=1,ino=2)\noffset=12");

        CommandRun run = run(topic);

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("log.checkpoint is not a checkpoint", "cut off", "take it away to begin anew");
    }

    @Test
    void directoryThatCannotBeWrittenIsAnError(@BrineTopic String topic) throws Exception {
        // Given what stops also those whom no permission stops
        Files.createDirectories(directory.resolve("checkpoints/log.checkpoint.tmp"));

        CommandRun run = run(topic);

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("checkpoints cannot be written to " + directory.resolve("checkpoints"));
    }

    private CommandRun run(String topic) throws IOException {
        new Records(directory, broker.bootstrapServers(), List.of(topic)).close();
        Files.writeString(directory.resolve("app.log"), Records.json("l-0") + "\n");
        Files.writeString(directory.resolve("gateway.yml"), """
            kafka: {bootstrap.servers: "%s"}
            registry: dir:schemas
            management: "127.0.0.1:0"
            sources:
              - {type: file, mode: tail, name: log, path: app.log, from: end, topic: %s}
            """.formatted(broker.bootstrapServers(), topic));
        return CommandRun.in(directory).run("gateway", "-c", "gateway.yml");
    }
}
