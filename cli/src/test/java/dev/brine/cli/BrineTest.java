package dev.brine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.RegistryUnavailableException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrineTest {

    @TempDir
    private Path directory;

    @Test
    void helpNamesEveryExitCode() {
        // When
        CommandRun help = CommandRun.in(directory).run("--help");

        // Then
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("Exit codes:", "0 ", "1 ", "2 ", "3 ", "4 ", "5 ", "130");
    }

    @Test
    void versionNamesKafkaAndJava() {
        // When
        CommandRun version = CommandRun.in(directory).run("--version");

        // Then
        assertThat(version.out()).contains("brine", "kafka 4.", "java");
    }

    @Test
    void unknownCommandIsUsageAndSaysWhereHelpIs() {
        // When
        CommandRun run = CommandRun.in(directory).run("prodcue");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("prodcue").contains("try: 'brine --help'");
    }

    @Test
    void exceptionsMapToTheirExitCodes() {
        assertThat(ErrorPrinter.explain(new RegistryUnavailableException("down"))
                        .exitCode())
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ErrorPrinter.explain(new ExecutionException(new TimeoutException("late")))
                        .exitCode())
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(ErrorPrinter.explain(new ExecutionException(new UnknownTopicOrPartitionException("t")))
                        .exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(ErrorPrinter.explain(new InterruptedException()).exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(ErrorPrinter.explain(new IllegalStateException("x")).exitCode())
                .isEqualTo(ExitCode.FAILED);
    }
}
