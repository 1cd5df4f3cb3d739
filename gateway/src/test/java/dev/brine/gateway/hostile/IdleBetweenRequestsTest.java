package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that have asked something, and keep their connections. */
@Timeout(60)
final class IdleBetweenRequestsTest {

    private static final int CONNECTIONS = 300;
    private static final int BYTES_OF_EACH = 32 << 10;

    private static void ask(Socket socket, int number) throws IOException {
        Raw.send(
                socket,
                "GET /hello HTTP/1.1\r\nHost: localhost\r\nUser-Agent: client/" + number
                        + "\r\nAccept: application/json\r\nX-Request-Id: " + number + "\r\n\r\n");
        byte[] answer = new byte[4096];
        int length = socket.getInputStream().read(answer);
        assertThat(new String(answer, 0, length, ISO_8859_1)).startsWith("HTTP/1.1 200 ");
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void eachOfThemCostsSomeKibibytesOnly() throws IOException {
        // Given
        HttpSettings settings = HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0));
        List<Socket> open = new ArrayList<>();
        try (HttpFace face = HttpFace.start(settings, new Hello(), new SimpleMeterRegistry())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(Raw.connect(face.port()));
            }
            ask(open.get(0), 0);
            long before = heap();

            // When
            for (int i = 1; i < CONNECTIONS; i++) {
                ask(open.get(i), i);
                ask(open.get(i), i);
            }

            // Then
            assertThat((heap() - before) / (CONNECTIONS - 1)).isLessThan(BYTES_OF_EACH);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
