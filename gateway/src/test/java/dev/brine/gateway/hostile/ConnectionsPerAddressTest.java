package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.PemFiles;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One address that opens connections for all. */
@Timeout(60)
final class ConnectionsPerAddressTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Socket> open = new ArrayList<>();
    private HttpFace face;

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        face.close();
    }

    private static HttpSettings settings(int perAddress) {
        return HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0)).withConnectionsPerAddress(perAddress);
    }

    private void start(HttpSettings settings) throws IOException {
        face = HttpFace.start(settings, new Hello(), meters);
    }

    private Socket connect() throws IOException {
        Socket socket = Raw.connect(face.port());
        open.add(socket);
        return socket;
    }

    private Socket connectFrom(String address) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        try {
            socket.bind(new InetSocketAddress(address, 0));
        } catch (BindException e) {
            Assumptions.abort("this machine has no address " + address);
        }
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress("127.0.0.1", face.port()));
        return socket;
    }

    private static boolean answered(Socket socket) {
        try {
            Raw.send(socket, Hello.GET);
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return length > 0 && new String(answer, 0, length, ISO_8859_1).startsWith("HTTP/1.1 200 ");
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("neither answered nor hung up on", e);
        } catch (IOException e) {
            return false;
        }
    }

    private double closed(String reason) {
        Counter counter =
                meters.find("brine.gateway.closed").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private double connections() {
        return Objects.requireNonNull(meters.find("brine.gateway.connections").gauge())
                .value();
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMoreAndOthersAreServed() throws Exception {
        // Given
        start(settings(3));
        List<Socket> mine = List.of(connect(), connect(), connect());
        assertThat(mine).allMatch(ConnectionsPerAddressTest::answered);

        // When
        Socket excess = connect();

        // Then
        assertThat(Raw.rest(excess)).isEmpty();
        assertThat(closed("connections-of-address")).isOne();
        assertThat(connections()).isEqualTo(3);
        assertThat(mine).allMatch(ConnectionsPerAddressTest::answered);
        assertThat(answered(connectFrom("127.0.0.2"))).isTrue();
        mine.get(0).close();
        Awaitility.await().until(() -> answered(connect()));
    }

    @Test
    void whoIsHungUpOnLeavesNoTrace() throws Exception {
        // Given
        start(settings(10));
        for (int i = 0; i < 300; i++) {
            connect();
        }
        Awaitility.await().until(() -> closed("connections-of-address") == 290);

        // When
        for (Socket socket : open) {
            socket.close();
        }
        Awaitility.await().until(() -> connections() == 0);

        // Then: all ten places are free again, and no more than those
        List<Socket> again = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            again.add(connect());
        }
        assertThat(again).allMatch(ConnectionsPerAddressTest::answered);
        assertThat(answered(connect())).isFalse();
    }

    @Test
    void excessConnectionIsClosedBeforeItsHandshake() throws Exception {
        // Given
        Certificates.Identity authority = Certificates.authority("brine test");
        Certificates.Identity server =
                Certificates.issued(authority, "server", Duration.ofHours(-1), Duration.ofHours(1));
        PemFiles files = new PemFiles(
                Certificates.pem(directory.resolve("cert.pem"), server.certificate()),
                Certificates.pem(directory.resolve("key.pem"), server.keys()));
        start(settings(1).withTls(files));
        connect();
        Awaitility.await().until(() -> connections() == 1);

        // When: it says nothing, so there is no handshake that could fail
        Socket excess = connect();
        excess.setSoTimeout(5_000);

        // Then
        assertThat(excess.getInputStream().read()).isEqualTo(-1);
        assertThat(closed("connections-of-address")).isOne();
        assertThat(closed("handshake")).isZero();
    }

    @Test
    void zeroIsAnyNumber() throws Exception {
        // Given
        start(settings(0));

        // When
        for (int i = 0; i < 100; i++) {
            connect();
        }

        // Then
        assertThat(open).allMatch(ConnectionsPerAddressTest::answered);
    }
}
