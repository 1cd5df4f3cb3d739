package dev.brine.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.server.Gateway.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records over HTTP, out of the topic. */
@BrineBroker
@Timeout(120)
final class GatewayConsumeIT {

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = new Gateway(
                broker, directory, UnaryOperator.identity(), builder -> builder.heartbeat(Duration.ofMillis(200))
                        .streams(3)
                        .readers(2));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void send(String topic, int from, int count) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(from, from + count).forEach(i -> lines.append("{'id':'" + i + "'}\n"));
        Said said = gateway.post("/topics/" + topic + "/records", "application/x-ndjson", lines.toString());
        assertThat(said.status()).as(said.body()).isEqualTo(200);
    }

    private void sendRaw(String topic, byte[] key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(topic, 0, key, value));
        }
    }

    private static String range(String topic, String query) {
        return "/topics/" + topic + "/partitions/0/records?" + query;
    }

    @Test
    void rangeGivesRecordsAndWhereToGoOn(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        send(topic, 0, 10);

        // When
        Said said = gateway.get(range(topic, "offset=4"));

        // Then
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.json().get("next_offset").asLong()).isEqualTo(10);
        assertThat(said.header("Brine-Next-Offset")).isEqualTo("10");
        JsonNode first = said.json().get("records").get(0);
        assertThat(first.get("offset").asLong()).isEqualTo(4);
        assertThat(first.get("key").isNull()).isTrue();
        assertThat(first.get("payload")).hasToString("{\"id\":\"4\",\"count\":1,\"price\":null}");
        assertThat(first.get("headers").get(0).get(0).asText()).isEqualTo("brine.source");
        assertThat(said.json().get("records")).hasSize(6);
    }

    @Test
    void everyRecordIsReadOnceByGoingOn(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        send(topic, 0, 300);

        // When
        List<Long> offsets = new ArrayList<>();
        long next = 0;
        while (next < 300) {
            Said said = gateway.get(range(topic, "max_bytes=700&offset=" + next));
            assertThat(said.status()).as(said.body()).isEqualTo(200);
            said.json()
                    .get("records")
                    .forEach(record -> offsets.add(record.get("offset").asLong()));
            next = said.json().get("next_offset").asLong();
        }

        // Then
        assertThat(offsets)
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(Long::valueOf).toList());
    }

    @Test
    void closingTellsThoseWhoWaitForNewsToComeAgain(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        send(topic, 0, 1);
        CompletableFuture<Said> waiting = gateway.later(
                gateway.request(range(topic, "offset=1&wait_ms=20000")).GET());
        Awaitility.await().during(Duration.ofMillis(300)).untilAsserted(() -> assertThat(waiting)
                .isNotDone());

        // When
        long begin = System.nanoTime();
        gateway.server().close();

        // Then
        assertThat(waiting.join().status()).isEqualTo(503);
        assertThat(waiting.join().body()).contains("50301").contains("the gateway is ending");
        assertThat(waiting.join().header("Retry-After")).isEqualTo("1");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void endIsWaitedAtAsLongAsAskedAndNotLongerThanThereIsNothing(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        send(topic, 0, 1);

        // When
        Said empty = gateway.get(range(topic, "offset=1"));
        CompletableFuture<Said> waiting = gateway.later(
                gateway.request(range(topic, "offset=1&wait_ms=20000")).GET());
        long begin = System.nanoTime();
        send(topic, 1, 1);
        Said news = waiting.join();

        // Then
        assertThat(empty.body()).isEqualTo("{\"records\":[],\"next_offset\":1}");
        assertThat(news.json().get("records")).hasSize(1);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(10);
    }

    @Test
    void recordsThatCannotBeReadAreShownAsSuch(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        sendRaw(topic, new byte[] {(byte) 0xff}, "junk".getBytes(UTF_8));
        sendRaw(topic, null, null);

        // When
        Said json = gateway.get(range(topic, "offset=0"));
        Said lines = gateway.get(range(topic, "offset=0"), "Accept", "application/x-ndjson");

        // Then
        JsonNode bad = json.json().get("records").get(0);
        assertThat(bad.get("payload_error").get("rule").asText()).isNotBlank();
        assertThat(bad.get("payload_base64").asText()).isEqualTo("anVuaw==");
        assertThat(bad.get("key_base64").asText()).isEqualTo("/w==");
        assertThat(json.json().get("records").get(1).get("payload").isNull()).isTrue();
        assertThat(lines.body().lines()).hasSize(2);
        assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void topicWithoutSchemaIsShownAsBytes(@BrineTopic String topic) {
        // Given
        sendRaw(topic, null, new byte[] {1});

        // When
        Said said = gateway.get(range(topic, "offset=0"));

        // Then
        assertThat(said.json()
                        .get("records")
                        .get(0)
                        .get("payload_error")
                        .get("rule")
                        .asText())
                .isEqualTo("no-schema");
    }

    @Test
    void pythonReadsARangeAsPickle(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        gateway.post(
                "/topics/" + topic + "/records", "application/json", "{'id':'a','price':'1.50'}", "Brine-Key", "k");
        sendRaw(topic, null, "junk".getBytes(UTF_8));

        // When
        String said = Foreign.python("""
                answer = requests.get(sys.argv[1], headers={'Accept': 'application/x-python-serialize'})
                value = pickle.loads(answer.content)
                first, second = value['records']
                print(repr(first['payload']['price']), first['key'], first['headers'][0][1], value['next_offset'],
                      second['payload'], second['payload_base64'])
                """, gateway.url(range(topic, "offset=0")));

        // Then
        assertThat(said.strip()).isEqualTo("'1.50' k http 2 None anVuaw==");
    }

    @Test
    void whatIsWrongHasItsOwnCode(@BrineTopic String topic) {
        // When, Then
        assertThat(gateway.get(range("no-such", "offset=0")).status()).isEqualTo(404);
        assertThat(gateway.get("/topics/" + topic + "/partitions/5/records")
                        .json()
                        .get("error_code")
                        .asInt())
                .isEqualTo(40402);
        assertThat(gateway.get(range(topic, "offset=77"))
                        .json()
                        .get("error_code")
                        .asInt())
                .isEqualTo(40003);
        assertThat(gateway.get(range(topic, "offset=x")).status()).isEqualTo(400);
        assertThat(gateway.get(range(topic, "wait_ms=999999")).status()).isEqualTo(400);
        assertThat(gateway.get(range(topic, "offset=0"), "Accept", "text/csv").status())
                .isEqualTo(406);
        assertThat(gateway.get("/topics/" + topic + "/events", "Last-Event-ID", "other:0:1")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.get("/topics/" + topic + "/events?from=0:1").status())
                .isEqualTo(400);
        assertThat(gateway.get("/topics/no-such/events").status()).isEqualTo(404);
    }

    /** A client of events. */
    private final class Events implements AutoCloseable {

        private final InputStream body;
        private final BufferedReader lines;
        private String id = "";

        Events(String path, String... headers) throws IOException, InterruptedException {
            HttpResponse<InputStream> response = gateway.client()
                    .send(gateway.request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            body = response.body();
            lines = new BufferedReader(new InputStreamReader(body, UTF_8));
        }

        /** The next event's data; remembers its id as a browser does. */
        JsonNode next() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith("data: ")) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                }
                line = lines.readLine();
            }
            assertThat(line).isNotNull();
            return Gateway.JSON.readTree(line.substring(6));
        }

        String beat() throws IOException {
            String line = lines.readLine();
            while (line != null && !line.equals(":")) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                }
                line = lines.readLine();
            }
            return line == null ? "" : line;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    @Test
    void eventsComeAsTheyHappenAndGoOnWhereTheClientWas(@BrineTopic(partitions = 3) String topic) throws Exception {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        Set<Integer> seen = new TreeSet<>();
        String id;

        // When
        try (Events events = new Events("/topics/" + topic + "/events?from=start")) {
            send(topic, 0, 50);
            for (int i = 0; i < 30; i++) {
                seen.add(events.next().get("payload").get("id").asInt());
            }
            id = events.id;
        }
        send(topic, 50, 50);
        try (Events events = new Events("/topics/" + topic + "/events", "Last-Event-ID", id)) {
            for (int i = 0; i < 70; i++) {
                assertThat(seen.add(events.next().get("payload").get("id").asInt()))
                        .isTrue();
            }
        }

        // Then
        assertThat(seen).hasSize(100);
        assertThat(id).matches(topic + ":\\d:-?\\d+(,\\d:-?\\d+){2}");
    }

    @Test
    void streamWithoutEventsBeatsAndSaysWhereItBegan(@BrineTopic String topic) throws Exception {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        send(topic, 0, 3);

        try (Events events = new Events("/topics/" + topic + "/events")) {
            // When
            String beat = events.beat();

            // Then
            assertThat(beat).isEqualTo(":");
            assertThat(events.id).isEqualTo(topic + ":0:2");
        }
    }

    @Test
    void moreStreamsThanMayBeAreRefusedAndAnEndedOneMakesRoom(@BrineTopic String topic) throws Exception {
        // Given
        List<Events> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(new Events("/topics/" + topic + "/events"));
        }

        // When
        Said fourth = gateway.get("/topics/" + topic + "/events");
        open.get(0).close();

        // Then
        assertThat(fourth.status()).isEqualTo(503);
        assertThat(fourth.header("Retry-After")).isNotBlank();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (Events again = new Events("/topics/" + topic + "/events")) {
                assertThat(again.id).isEmpty();
            }
        });
        for (Events events : open) {
            events.close();
        }
    }

    @Test
    void clientThatDoesNotReadKeepsNobodyWaiting(@BrineTopic String topic) throws Exception {
        // Given: more than fits into the buffers of the connection
        gateway.register(topic + "-value", "'string'");
        String large = "'" + "x".repeat(100_000) + "'\n";
        try (Socket deaf = new Socket("127.0.0.1", gateway.port())) {
            deaf.setReceiveBufferSize(4096);
            deaf.getOutputStream()
                    .write(("GET /topics/" + topic + "/events?from=start HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(UTF_8));
            for (int i = 0; i < 10; i++) {
                assertThat(gateway.post("/topics/" + topic + "/records", "application/x-ndjson", large.repeat(20))
                                .status())
                        .isEqualTo(200);
            }

            // When
            int read = 0;
            try (Events events = new Events("/topics/" + topic + "/events?from=start")) {
                for (; read < 200; read++) {
                    assertThat(events.next().get("offset").asInt()).isEqualTo(read);
                }
            }

            // Then
            assertThat(read).isEqualTo(200);
        }
    }

    @Test
    void curlFollowsEvents(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        send(topic, 0, 2);

        // When
        String said = Foreign.curlFor(2, gateway.url("/topics/" + topic + "/events?from=start"));

        // Then
        assertThat(said).contains("\"payload\":{\"id\":\"1\"").contains("id: " + topic + ":0:1");
    }
}
