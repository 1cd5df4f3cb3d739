package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConnectionSweepTest {

    private static final Duration HEAD = Duration.ofMillis(1_500);
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private Socket socket;

    /** Answers when the body is whole. */
    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            var unused = Content.Source.asByteArrayAsync(request, 100)
                    .thenAccept(body -> response.write(true, ByteBuffer.wrap(body), callback));
            return true;
        }
    }

    @BeforeEach
    void start() throws Exception {
        server.addConnector(connector);
        server.setHandler(new Echo());
        server.start();
        new ConnectionSweep(connector, 100, HEAD, Duration.ofSeconds(60)).start();
        socket = new Socket("127.0.0.1", connector.getLocalPort());
        socket.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        server.stop();
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private String answer() throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(4_096);
        while (true) {
            String text = new String(answer.array(), 0, answer.position(), UTF_8);
            int next =
                    text.endsWith("\r\n\r\nabcd") ? -1 : socket.getInputStream().read();
            if (next < 0) {
                return text;
            }
            answer.put((byte) next);
        }
    }

    @Test
    void connectionWhoseBodyTookItsTimeIsIdleAfterwardsAndNotSlow() throws Exception {
        // Given: a sweep or two in the middle of the body
        send(POST + "ab");
        TimeUnit.MILLISECONDS.sleep(1_700);
        send("cd");
        assertThat(answer()).startsWith("HTTP/1.1 200 ");

        // When: it does nothing for longer than a head may take
        TimeUnit.MILLISECONDS.sleep(4_500);
        send(POST + "abcd");

        // Then
        assertThat(answer()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void connectionWhoseNextHeadComesByteByByteIsClosed() throws Exception {
        // Given
        send(POST + "abcd");
        assertThat(answer()).startsWith("HTTP/1.1 200 ");

        // When
        for (int i = 0; i < 45; i++) {
            try {
                send(POST.substring(i, i + 1));
            } catch (IOException e) {
                // Closed.
                break;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }

        // Then
        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
}
