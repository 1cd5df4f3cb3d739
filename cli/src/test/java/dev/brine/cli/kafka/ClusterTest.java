package dev.brine.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.cli.CliException;
import dev.brine.cli.ExitCode;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.SettingsResolver;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterTest {

    @Test
    void closedPortIsUnreachableAndSaysThatNothingListens() throws IOException {
        // Given
        int port = freePort();

        // When
        CliException error = connect("127.0.0.1:" + port);

        // Then
        assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(error).hasMessageContaining("127.0.0.1:" + port);
        assertThat(error.reason()).isEqualTo("nothing listens at 127.0.0.1:" + port);
        assertThat(error.suggestion()).contains("--bootstrap-server");
    }

    @Test
    void unknownHostIsUnreachable() {
        // When
        CliException error = connect("no-such-host.invalid:9092");

        // Then
        assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(error).hasMessageContaining("no-such-host.invalid:9092");
    }

    @Test
    void advertisedListenerThatCannotBeReachedIsNamed() throws Exception {
        // Given
        int closed = freePort();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread broker = new Thread(() -> answerMetadata(server, closed));
            broker.setDaemon(true);
            broker.start();

            // When
            CliException error = connect("127.0.0.1:" + server.getLocalPort());

            // Then
            assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(error.reason()).contains("advertises the listener 127.0.0.1:" + closed, "nothing listens");
            assertThat(error.suggestion()).contains("advertised.listeners");
        }
    }

    @Test
    void otherServiceIsToldFromABroker() throws Exception {
        // Given
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {

            // When
            CliException error = connect("127.0.0.1:" + server.getLocalPort());

            // Then
            assertThat(error.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(error.reason()).contains("does not answer as a Kafka broker");
        }
    }

    /** Answers Metadata requests of version 1, and lets all others wait, as far as a diagnosis goes. */
    private static void answerMetadata(ServerSocket server, int advertisedPort) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(1_000);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] request = in.readNBytes(in.readInt());
                if (request[1] != 3 || request[3] != 1) {
                    continue;
                }
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                String host = "127.0.0.1";
                out.writeInt(4 + 4 + 4 + 2 + host.length() + 4 + 2 + 4 + 4);
                out.writeInt(1);
                out.writeInt(1);
                out.writeInt(1);
                out.writeUTF(host);
                out.writeInt(advertisedPort);
                out.writeShort(-1);
                out.writeInt(1);
                out.writeInt(0);
                out.flush();
            } catch (IOException e) {
                // The client hung up, or the test is over; the loop's condition tells which.
                continue;
            }
        }
    }

    private static CliException connect(String bootstrap) {
        Settings settings =
                new SettingsResolver(Map.of(), Path.of("")).resolve(bootstrap, Map.of("brine.timeout", "1"), null);
        return catchThrowableOfType(CliException.class, () -> Cluster.connect(settings));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
