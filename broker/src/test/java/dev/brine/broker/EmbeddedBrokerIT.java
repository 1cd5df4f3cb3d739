package dev.brine.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.broker.BrokerException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Exit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerIT {

    @Test
    void startThatFailsHalfwayLeavesTheDirectoryToTheNext(@TempDir Path directory) {
        // Given: a listener that cannot be made, which is found after the controller runs
        EmbeddedBroker.Builder broken = EmbeddedBroker.builder()
                .data(directory)
                .property("listener.security.protocol.map", "BROKER:SSL,CONTROLLER:PLAINTEXT")
                .property("ssl.keystore.location", directory.resolve("none.jks").toString())
                .property("ssl.keystore.password", "secret")
                .deadline(Duration.ofSeconds(20));

        // When
        assertThatThrownBy(broken::start).isInstanceOf(BrokerException.class);

        // Then
        try (EmbeddedBroker next = EmbeddedBroker.builder().data(directory).start()) {
            assertThat(next.bootstrapServers()).isNotEmpty();
        }
    }

    @Test
    void keptDataAreThereForTheNextBrokerOnAnotherPort(@TempDir Path data) throws Exception {
        // Given
        String cluster;
        try (EmbeddedBroker first = EmbeddedBroker.builder().data(data).start()) {
            cluster = first.clusterId();
            first.createTopic("kept", 2);
            Records.send(first.bootstrapServers(), "kept", "a", "b");
        }

        // When
        try (EmbeddedBroker second = EmbeddedBroker.builder().data(data).start()) {

            // Then
            assertThat(second.clusterId()).isEqualTo(cluster);
            assertThat(Records.read(second.bootstrapServers(), "kept", 2, "classic"))
                    .containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void portThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() ->
                            EmbeddedBroker.builder().port(taken.getLocalPort()).start())
                    .isInstanceOfSatisfying(
                            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PORT_IN_USE))
                    .hasMessageContaining("port " + taken.getLocalPort() + " ");
        }
    }

    @Test
    void closedBrokerLeavesItsPortFreeAndMayBeClosedAgain() throws Exception {
        // Given
        EmbeddedBroker broker = EmbeddedBroker.builder().start();
        int port = broker.port(0);

        // When
        broker.close();
        broker.close();

        // Then
        try (ServerSocket free = new ServerSocket()) {
            free.bind(new InetSocketAddress("127.0.0.1", port));
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void startThatTakesTooLongNamesTheDeadlineAndLeavesNothingBehind() throws Exception {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        // When
        assertThatThrownBy(() -> EmbeddedBroker.builder()
                        .port(port)
                        .deadline(Duration.ofMillis(5))
                        .start())
                // Then
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE))
                .hasMessageContaining("within 5 ms");
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(new InetSocketAddress("127.0.0.1", port), 1000))
                    .isInstanceOf(java.net.ConnectException.class);
        }
    }

    @Test
    void unknownPropertyValueIsRefusedWithItsName() {
        assertThatThrownBy(() -> EmbeddedBroker.builder()
                        .property("num.io.threads", "many")
                        .start())
                .isInstanceOfSatisfying(
                        BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_PROPERTIES))
                .hasMessageContaining("num.io.threads");
    }

    @Test
    void exitAskedForByANodeFailsTheNodeAndNotTheProcess() throws Exception {
        Set<ThreadGroup> others = nodeThreads();
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            // Given
            ThreadGroup group = nodeThreads().stream()
                    .filter(candidate -> !others.contains(candidate))
                    .findFirst()
                    .orElseThrow();

            // When
            Thread failing = new Thread(group, () -> Exit.halt(1, "all log directories have failed"));
            failing.setUncaughtExceptionHandler((thread, error) -> {});
            failing.start();
            failing.join();

            // Then
            assertThat(broker.failure()).hasValueSatisfying(e -> assertThat(e)
                    .hasMessageContaining("node 0")
                    .hasMessageContaining("all log directories have failed"));
            Awaitility.await().until(() -> !accepts(broker.port(0)));
            broker.start(0);
            assertThat(broker.isRunning(0)).isTrue();
            assertThat(broker.failure()).isEmpty();
        }
    }

    @Test
    void brokerIsReadyInAFewSeconds() {
        // When
        long begin = System.nanoTime();
        EmbeddedBroker.builder().start().close();

        // Then: a loaded machine gets three times the five seconds that users are promised
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    }

    private static Set<ThreadGroup> nodeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getThreadGroup)
                .filter(NodeThreads.class::isInstance)
                .collect(Collectors.toSet());
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
