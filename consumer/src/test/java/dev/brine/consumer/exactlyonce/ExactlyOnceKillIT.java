package dev.brine.consumer.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.WithClients;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No output is there twice and none is missing after a kill at every step of a transaction; by the newer protocol, and with
 * retry topics besides, in {@link ExactlyOnceRetryTopicsIT}.
 */
final class ExactlyOnceKillIT extends ExactlyOnceCase {

    private static final int RECORDS = 4_000;
    private static final int KEYS = 100;

    @ParameterizedTest
    @EnumSource
    void whoeverComesNextLeavesEveryOutputThereOnce(Deadly.Step step) {
        // Given
        cluster.sendCounted(topic, RECORDS, KEYS);
        WatchedClients deadly = new WatchedClients(new Deadly(step));
        start(WithClients.of(worker("classic"), deadly));
        soon().until(deadly::isDead);

        // When
        start(worker("classic"));

        // Then
        awaitOutputs(RECORDS, KEYS);
        if (step == Deadly.Step.AFTER_OFFSETS
                || step == Deadly.Step.BEFORE_COMMIT
                || step == Deadly.Step.BEFORE_OFFSETS) {
            assertThat(written())
                    .as("outputs ever written, those of the dead transaction too")
                    .isGreaterThan(RECORDS);
        }
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void processesThatAreKilledLeaveEveryOutputThereOnce(String protocol) throws IOException, InterruptedException {
        // Given
        cluster.sendCounted(topic, RECORDS, KEYS);

        // When: each is killed somewhere in the middle of its work
        for (int kill = 1; kill <= 3; kill++) {
            Process child = child(protocol);
            try {
                awaitSomeOutputs(kill * RECORDS / 5);
            } finally {
                child.toHandle().destroyForcibly();
                child.waitFor();
            }
        }
        start(worker(protocol));

        // Then
        awaitOutputs(RECORDS, KEYS);
    }

    private Process child(String protocol) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        ExactlyOnceChild.class.getName(),
                        broker.bootstrapServers(),
                        protocol,
                        topic,
                        output.topic(),
                        group)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The test's own class path; a launcher may have put it into a class loader instead of the property. */
    private static String classPath() {
        List<String> entries = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        for (ClassLoader at = ExactlyOnceKillIT.class.getClassLoader(); at != null; at = at.getParent()) {
            if (at instanceof URLClassLoader loader) {
                for (URL url : loader.getURLs()) {
                    entries.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
