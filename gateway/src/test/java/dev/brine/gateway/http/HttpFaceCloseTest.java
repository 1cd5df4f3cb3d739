package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is running when a server is closed ends, however slow its client is, and what comes then is told so. */
@Timeout(60)
final class HttpFaceCloseTest {

    private static final int LARGE = 16 << 20;
    private static final int BODY = 1_000;
    // Many times what a connection that does nothing is left when the server stops.
    private static final long PAUSE_MILLIS = 400;

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private HttpFace face;

    @BeforeEach
    void start() throws IOException {
        face = HttpFace.start(
                HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0)),
                new Working(),
                new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        answer.complete(text(""));
        face.close();
    }

    @Test
    void clientThatRestsInTheMiddleOfItsAnswerGetsTheWholeOfIt() throws Exception {
        // Given
        answer.complete(Answer.of(200, Answer.JSON, new byte[LARGE]));
        try (Socket client = connect(4 << 10)) {
            send(client, head("GET /", 0));
            InputStream in = client.getInputStream();
            assertThat(new String(in.readNBytes(12), ISO_8859_1)).isEqualTo("HTTP/1.1 200");

            // When
            CompletableFuture<Void> closing = CompletableFuture.runAsync(face::close);
            Thread.sleep(PAUSE_MILLIS);

            // Then
            assertThat(in.readAllBytes().length).isGreaterThan(LARGE);
            closing.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void clientThatRestsInTheMiddleOfItsBodyIsAnswered() throws Exception {
        // Given
        answer.complete(text("done"));
        try (Socket client = connect(64 << 10)) {
            send(client, head("POST /", BODY) + "x");
            begun.get();

            // When
            CompletableFuture<Void> closing = CompletableFuture.runAsync(face::close);
            Thread.sleep(PAUSE_MILLIS);
            send(client, "x".repeat(BODY - 1));

            // Then
            assertThat(rest(client)).startsWith("HTTP/1.1 200").endsWith("done");
            closing.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatComesWhileOthersEndIsRefusedAndConnectionsThatDoNothingAreClosed() throws Exception {
        // Given
        try (Socket running = connect(64 << 10);
                Socket idle = connect(64 << 10)) {
            send(running, head("GET /", 0));
            begun.get();

            // When
            CompletableFuture<Void> closing = CompletableFuture.runAsync(face::close);

            // Then
            Awaitility.await().ignoreExceptions().until(this::refused);
            assertThat(closing).isNotDone();

            // When
            answer.complete(text("done"));

            // Then
            assertThat(rest(running)).startsWith("HTTP/1.1 200").endsWith("done");
            assertThat(rest(idle)).isEmpty();
            closing.get(20, TimeUnit.SECONDS);
        }
    }

    /** Of a request that comes now; one that is taken still would wait for its answer. */
    private boolean refused() throws IOException {
        try (Socket late = connect(64 << 10)) {
            late.setSoTimeout(500);
            send(late, head("GET /", 0));
            return rest(late).startsWith("HTTP/1.1 503");
        }
    }

    private Socket connect(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", face.port()));
        return socket;
    }

    private static String head(String line, int length) {
        return line + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    private static Answer text(String text) {
        return Answer.of(200, Answer.JSON, text.getBytes(ISO_8859_1));
    }

    private final class Working implements Service {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Work accept(Head head) {
            begun.complete(null);
            return new Work() {
                @Override
                public String route() {
                    return "/test";
                }

                @Override
                public CompletionStage<Answer> begin(byte[] body) {
                    return answer;
                }
            };
        }

        @Override
        public Answer refused(Head head, Refusal refusal) {
            return Answer.error(refusal, Answer.JSON);
        }
    }
}
