package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.flow.HeldWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.media.Errors;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.tcp.ReplyHandler;
import dev.brine.gateway.tcp.TcpSource;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask for much and take nothing. */
@Timeout(60)
final class SlowReadersTest {

    private static final int LARGE = 4 << 20;

    @TempDir
    Path directory;

    /** Gives a large answer to all who ask, a small one for {@code /small}. */
    private static final class Large implements Service {

        @Override
        public String name() {
            return "large";
        }

        @Override
        public Work accept(Head head) {
            boolean small = head.path().contains("small");
            return new Work() {
                @Override
                public String route() {
                    return "/";
                }

                @Override
                public Answer answer(byte[] body) {
                    Answer whole = Answer.of(200, Answer.JSON, new byte[small ? 10 : LARGE]);
                    return head.path().contains("kept") ? whole.ofKept() : whole;
                }
            };
        }

        @Override
        public Answer refused(Head head, Refusal refusal) {
            return Errors.answer(head, refusal);
        }
    }

    private static Socket asking(int port, String method, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4 << 10);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        Raw.send(
                socket, method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
    }

    @Test
    void answersThatNobodyTakesHaveABoundTogetherAndOthersAreServed() throws Exception {
        // Given
        HttpSettings settings =
                HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0)).withBodiesInFlight(4L * LARGE);
        try (HttpFace face = HttpFace.start(settings, new Large(), new SimpleMeterRegistry())) {
            // When
            List<Socket> greedy = new ArrayList<>();
            List<String> statuses = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                Socket socket = asking(face.port(), "GET", "/a");
                greedy.add(socket);
                statuses.add(status(socket));
            }

            // Then
            assertThat(statuses.subList(0, 4)).containsOnly("HTTP/1.1 200");
            assertThat(statuses.subList(4, 30)).containsOnly("HTTP/1.1 503");
            assertThat(Raw.rest(greedy.get(10))).contains("Retry-After: ");
            // What was done is not said to be not done.
            try (Socket posting = asking(face.port(), "POST", "/a")) {
                assertThat(Raw.rest(posting)).startsWith("HTTP/1.1 504").contains("50401");
            }
            for (String path : List.of("/small", "/kept")) {
                try (Socket other = asking(face.port(), "GET", path)) {
                    assertThat(Raw.rest(other)).startsWith("HTTP/1.1 200");
                }
            }

            // When
            for (Socket socket : greedy) {
                socket.close();
            }

            // Then
            Awaitility.await().untilAsserted(() -> {
                try (Socket again = asking(face.port(), "GET", "/a")) {
                    assertThat(status(again)).isEqualTo("HTTP/1.1 200");
                }
            });
        }
    }

    @Test
    void clientOfATcpSourceThatTakesNoRepliesIsReadNoFurtherAndThenHungUpOn() throws Exception {
        // Given
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Files.createDirectories(directory.resolve("schemas"));
        HeldWriter writer = new HeldWriter();
        String order = "{\"id\":\"" + "x".repeat(500_000) + "\"}";
        int frames = 200;
        try (SchemaRegistry registry = Schemas.in(directory)) {
            Schemas.register(registry, "t-value", Schemas.ORDER);
            TcpSource source = source();
            source.start(new SourceContext(
                    writer, new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters), directory, meters));

            // When
            int sent = 0;
            try (Socket greedy = new Socket()) {
                greedy.setReceiveBufferSize(4 << 10);
                greedy.connect(new InetSocketAddress("127.0.0.1", source.port()));
                DataOutputStream out = new DataOutputStream(greedy.getOutputStream());
                for (; sent < frames; sent++) {
                    frame(out, order);
                }
            } catch (IOException e) {
                assertThat(sent).isLessThan(frames);
            }

            // Then: what fits into the sockets' buffers was taken, and little more
            Counter closed = meters.get("brine.gateway.tcp.closed")
                    .tag("reason", "answers-not-taken")
                    .counter();
            assertThat(closed.count()).isOne();
            assertThat(writer.records()).hasSizeBetween(2, 40);
            try (Socket other = Raw.connect(source.port())) {
                frame(new DataOutputStream(other.getOutputStream()), "{\"id\":\"a\"}");
                byte[] head = other.getInputStream().readNBytes(4);
                assertThat(head[3]).isPositive();
            }
            source.close(Duration.ofSeconds(2));
        }
    }

    private TcpSource source() throws IOException {
        ConfigFile file = ConfigFile.read(Files.writeString(directory.resolve("gateway.yml"), """
                sources:
                  - {type: tcp, name: in, listen: "127.0.0.1:0", topic: t, framing: length4be, answer: reply,
                     handler: echo, frame-deadline: 1s}
                """), Map.of());
        var section = file.sources().get(0);
        section.text("type");
        return (TcpSource) TcpSource.type(name -> (ReplyHandler) value -> value).read(section);
    }

    private static void frame(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }
}
