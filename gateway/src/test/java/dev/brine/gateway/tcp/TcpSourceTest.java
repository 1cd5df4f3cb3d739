package dev.brine.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.config.HostPort;
import dev.brine.gateway.flow.HeldWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class TcpSourceTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HeldWriter writer = new HeldWriter();
    private final List<Socket> clients = new ArrayList<>();
    private SchemaRegistry registry;
    private TcpSource source;

    private Framing framing = Framing.LINE;
    private AnswerMode answer = AnswerMode.ACK;
    private int maxFrame = 2_000;
    private Duration frameDeadline = LONG;
    private Duration idle = LONG;
    private int perAddress = 10;
    private List<Cidr> allow = List.of();

    @BeforeEach
    void register() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
        Schemas.register(registry, "t-value", Schemas.ORDER);
    }

    @AfterEach
    void close() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        if (source != null) {
            source.close(Duration.ofSeconds(5));
        }
        registry.close();
    }

    private void start() throws Exception {
        TcpSettings settings = new TcpSettings(
                "in",
                new HostPort("127.0.0.1", 0),
                framing,
                "json",
                answer,
                "t",
                answer == AnswerMode.REPLY ? Optional.of("echo") : Optional.empty(),
                Optional.empty(),
                maxFrame,
                frameDeadline,
                idle,
                100,
                perAddress,
                allow,
                Optional.empty());
        source = new TcpSource(settings, answer == AnswerMode.REPLY ? value -> value : null);
        source.start(new SourceContext(
                writer, new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters), directory, meters));
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), source.port());
        client.setSoTimeout(20_000);
        clients.add(client);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(UTF_8));
        client.getOutputStream().flush();
    }

    private static BufferedReader lines(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
    }

    private static String rest(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), UTF_8);
    }

    private static String order(Object id) {
        return "{\"id\":\"" + id + "\"}\n";
    }

    private double closed(String reason) {
        Counter counter =
                meters.find("brine.gateway.tcp.closed").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void answersStandInTheOrderOfTheFramesHoweverKafkaAcknowledges() throws Exception {
        // Given
        writer.holding();
        start();
        Socket client = connect();
        send(client, order(0) + order(1) + order(2));
        Awaitility.await().until(() -> writer.records().size() == 3);

        // When
        writer.acknowledge(2);
        writer.acknowledge(1);
        writer.acknowledge(0);

        // Then
        BufferedReader answers = lines(client);
        assertThat(List.of(answers.readLine(), answers.readLine(), answers.readLine()))
                .containsExactly("ok 0 0", "ok 0 1", "ok 0 2");
    }

    @Test
    void frameThatDoesNotDecodeIsAnsweredAndDeadLetteredAndTheNextIsTaken() throws Exception {
        // Given
        start();
        Socket client = connect();

        // When
        send(client, "{\"id\":7}\nnonsense\n" + order("good"));

        // Then
        BufferedReader answers = lines(client);
        assertThat(answers.readLine()).startsWith("err 42203 ").contains("id");
        assertThat(answers.readLine()).startsWith("err 40001 ");
        assertThat(answers.readLine()).isEqualTo("ok 0 0");
        assertThat(writer.rejected()).hasSize(2).first().satisfies(letter -> {
            assertThat(letter.bytes()).asString(UTF_8).isEqualTo("{\"id\":7}");
            assertThat(letter.source()).isEqualTo("tcp:in");
            assertThat(letter.position()).startsWith("127.0.0.1:").endsWith("/0");
        });
        assertThat(writer.records().get(0).position()).endsWith("/2");
    }

    @Test
    void framesThatDoNotDecodeKeepNobodyWaitingWhileTheirLettersMust() throws Exception {
        for (AnswerMode mode : List.of(AnswerMode.ACK, AnswerMode.NONE)) {
            // Given: more connections than there are threads, and Kafka is away
            perAddress = 64;
            answer = mode;
            start();
            writer.holdLetters(true);
            int before = writer.rejected().size();
            int stored = writer.records().size();
            List<Socket> bad = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Socket client = connect();
                send(client, "nonsense\n");
                bad.add(client);
            }

            // When
            Socket good = connect();
            send(good, order("good"));

            // Then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> writer.records().size() == stored + 1);
            assertThat(writer.rejected()).hasSize(before);
            writer.holdLetters(false);
            for (Socket client : mode == AnswerMode.ACK ? bad : List.<Socket>of()) {
                assertThat(lines(client).readLine()).startsWith("err 40001 ");
            }
            Awaitility.await().until(() -> writer.rejected().size() == before + 40);
            assertThat(meters.get("brine.gateway.tcp.frames")
                            .tag("outcome", "undecodable")
                            .counter()
                            .count())
                    .isEqualTo(before + 40);
            source.close(Duration.ofSeconds(5));
        }
    }

    @Test
    void lastLineWithoutNewlineCountsAndTheConnectionEndsWhenAllIsAnswered() throws Exception {
        start();
        Socket client = connect();

        send(client, order(1) + "{\"id\":\"2\"}");
        client.shutdownOutput();

        assertThat(rest(client)).isEqualTo("ok 0 0\nok 0 1\n");
    }

    @Test
    void lengthFramesAreAnsweredBehindALengthOfTheSameKind() throws Exception {
        // Given
        framing = Framing.LENGTH4BE;
        start();
        Socket client = connect();
        byte[] frame = "{\"id\":\"x\"}".getBytes(UTF_8);

        // When
        client.getOutputStream()
                .write(ByteBuffer.allocate(4 + frame.length)
                        .putInt(frame.length)
                        .put(frame)
                        .array());
        client.shutdownOutput();

        // Then
        ByteBuffer answer = ByteBuffer.wrap(client.getInputStream().readAllBytes());
        assertThat(answer.getInt()).isEqualTo(7);
        assertThat(UTF_8.decode(answer).toString()).isEqualTo("ok 0 0\n");
    }

    @Test
    void wholeConnectionIsRepliedToAtItsHalfClose() throws Exception {
        // Given
        framing = Framing.CONNECTION;
        answer = AnswerMode.REPLY;
        start();
        Socket client = connect();

        // When
        send(client, "{\"id\":\"x\",\n\"count\":3}");
        client.shutdownOutput();

        // Then
        assertThat(rest(client)).isEqualTo("{\"id\":\"x\",\"count\":3,\"price\":null}");
        assertThat(writer.records()).hasSize(1);
    }

    @Test
    void clientIsReadNoFurtherWhileThereIsNoRoomAndNothingIsLost() throws Exception {
        // Given
        writer.room(5);
        start();
        Socket client = connect();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            many.append(order(i));
        }

        // When
        send(client, many.toString());
        Awaitility.await().until(() -> writer.records().size() == 5);
        Awaitility.await()
                .until(() -> meters.get("brine.gateway.tcp.pauses").counter().count() > 2);

        // Then
        assertThat(writer.records()).hasSize(5);
        writer.room(Integer.MAX_VALUE);
        BufferedReader answers = lines(client);
        for (int i = 0; i < 200; i++) {
            assertThat(answers.readLine()).isEqualTo("ok 0 " + i);
        }
    }

    @Test
    void clientIsReadNoFurtherWhileTooManyFramesAreUnanswered() throws Exception {
        // Given
        writer.holding();
        start();
        Socket client = connect();
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            many.append(order(i));
        }

        // When
        send(client, many.toString());

        // Then
        Awaitility.await().until(() -> writer.records().size() == 1_000);
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .until(() -> writer.records().size() == 1_000);
    }

    @Test
    void frameThatIsTooLongEndsTheConnectionUnanswered() throws Exception {
        start();
        Socket client = connect();

        send(client, order(1) + "x".repeat(2_100));

        assertThat(lines(client).readLine()).isIn("ok 0 0", null);
        Awaitility.await().until(() -> closed("too-long") == 1);
        assertThat(writer.rejected()).isEmpty();
    }

    @Test
    void clientThatSendsAFrameByteByByteIsCutOffAtTheDeadline() throws Exception {
        // Given
        frameDeadline = Duration.ofMillis(300);
        start();
        Socket slow = connect();
        Socket other = connect();

        // When
        long begin = System.nanoTime();
        send(slow, "{");

        // Then
        assertThat(rest(slow)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(250));
        assertThat(closed("frame-deadline")).isEqualTo(1);
        send(other, order(1));
        assertThat(lines(other).readLine()).isEqualTo("ok 0 0");
    }

    @Test
    void deadlineIsTheClientsAndNotOurs() throws Exception {
        // Given no room for longer than a frame may take
        frameDeadline = Duration.ofMillis(100);
        writer.room(0);
        start();
        Socket client = connect();
        send(client, order(1) + "{\"id\":");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> meters.get("brine.gateway.tcp.pauses").counter().count() > 20);

        // When
        send(client, "\"2\"}\n");
        writer.room(10);

        // Then
        BufferedReader answers = lines(client);
        assertThat(answers.readLine()).isEqualTo("ok 0 0");
        assertThat(answers.readLine()).isEqualTo("ok 0 1");
    }

    @Test
    void silentConnectionEnds() throws Exception {
        idle = Duration.ofMillis(200);
        start();

        assertThat(rest(connect())).isEmpty();
        assertThat(closed("idle")).isEqualTo(1);
    }

    @Test
    void oneAddressHasSoManyConnectionsAndNoMore() throws Exception {
        // Given
        perAddress = 2;
        start();
        Socket first = connect();
        Socket second = connect();
        send(first, order(1));
        assertThat(lines(first).readLine()).isEqualTo("ok 0 0");
        send(second, order(2));
        assertThat(lines(second).readLine()).isEqualTo("ok 0 1");

        // When
        Socket third = connect();

        // Then
        assertThat(rest(third)).isEmpty();
        first.close();
        Awaitility.await().until(() -> {
            Socket again = connect();
            try {
                send(again, order(3));
                return lines(again).readLine() != null;
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException refused) {
                return false;
            }
        });
    }

    @Test
    void addressThatIsNotAllowedIsShutOut() throws Exception {
        allow = List.of(Cidr.parse("10.0.0.0/8"));
        start();

        assertThat(rest(connect())).isEmpty();
        assertThat(closed("address")).isEqualTo(1);
    }

    @Test
    void closingFinishesWhatIsInHandAndTakesNothingNew() throws Exception {
        // Given
        writer.holding();
        start();
        Socket client = connect();
        send(client, order(0) + order(1) + "{\"id\":");
        Awaitility.await().until(() -> writer.records().size() == 2);
        int port = source.port();

        // When
        Thread closing = new Thread(() -> source.close(Duration.ofSeconds(20)));
        closing.start();
        Awaitility.await().until(() -> !source.condition().ready());
        writer.acknowledge(0);
        writer.acknowledge(1);

        // Then
        assertThat(rest(client)).isEqualTo("ok 0 0\nok 0 1\n");
        closing.join();
        assertThat(port).isPositive();
    }

    @Test
    void noAnswerIsGivenWhereNoneIsWanted() throws Exception {
        answer = AnswerMode.NONE;
        start();
        Socket client = connect();

        send(client, order(1) + "nonsense\n");
        client.shutdownOutput();

        assertThat(rest(client)).isEmpty();
        assertThat(writer.records()).hasSize(1);
        assertThat(writer.rejected()).hasSize(1);
    }

    @Test
    void frameOfAClientThatHearsNothingIsWrittenAgainUntilItIsStored() throws Exception {
        // Given Kafka is away
        answer = AnswerMode.NONE;
        writer.failAfter(1);
        start();
        Socket client = connect();

        // When
        send(client, order("a") + order("b") + order("c"));
        client.shutdownOutput();
        Awaitility.await().until(() -> writer.failed() >= 2);
        writer.failAfter(100);

        // Then
        Awaitility.await().until(() -> writer.records().size() == 3);
    }

    @Test
    void frameThatKafkaNeverTakesIsADeadLetterWhereTheClientHearsNothing() throws Exception {
        answer = AnswerMode.NONE;
        writer.refusing(
                record -> String.valueOf(record.value()).contains("big"), new RecordTooLargeException("planned"));
        start();
        send(connect(), order("a") + order("big") + order("c"));

        Awaitility.await()
                .until(() -> writer.records().size() == 2 && writer.rejected().size() == 1);
        assertThat(new String(writer.rejected().get(0).bytes(), UTF_8) + "\n").isEqualTo(order("big"));
        assertThat(writer.rejected().get(0).cause()).hasMessage("planned");
    }
}
