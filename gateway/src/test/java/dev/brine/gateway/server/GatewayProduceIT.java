package dev.brine.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.server.Gateway.Said;
import dev.brine.registry.SchemaVersion;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records by HTTP, up to the topic. */
@BrineBroker
@Timeout(120)
final class GatewayProduceIT {

    private static final String ONE = "{'id':'a','count':2,'price':'1.50'}";

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = Gateway.over(broker, directory);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), UTF_8);
    }

    private String raw(String topic) {
        return "/topics/" + topic + "/records";
    }

    @Test
    void jsonIsStoredAsTheTopicHasItAndAnsweredWithItsPlace(@BrineTopic(partitions = 3) String topic) {
        // Given
        SchemaVersion version = gateway.register(topic + "-value", Schemas.ORDER);

        // When
        Said said = gateway.post(
                raw(topic),
                "application/json",
                ONE,
                "Brine-Key",
                "k",
                "Brine-Partition",
                "0",
                "Brine-Timestamp",
                "1700000000000",
                "Brine-Header-Trace",
                "t1",
                "Brine-Header-Trace",
                "t2");

        // Then
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.body())
                .isEqualTo("{\"offsets\":[{\"partition\":0,\"offset\":0,\"error_code\":null,\"error\":null}],"
                        + "\"value_schema_id\":" + version.schema().id() + "}");
        ConsumerRecord<byte[], byte[]> record = gateway.records(topic, 1).get(0);
        assertThat(record.value()).startsWith(0, 0, 0, 0, version.schema().id());
        assertThat(new String(record.key(), UTF_8)).isEqualTo("k");
        assertThat(record.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(record.headers().headers("Trace")).hasSize(2);
        assertThat(text(record, "brine.source")).isEqualTo("http");
        assertThat(text(record, "brine.position")).endsWith(":0");
    }

    @Test
    void avroOfAnyKnownVersionIsTakenByItsId(@BrineTopic String topic) {
        // Given
        SchemaVersion first = gateway.register(topic + "-value", Schemas.ORDER);
        SchemaVersion second = gateway.register(topic + "-value", Schemas.ORDER_2);
        byte[] avro = {2, 'a', 4, 0}; // id "a", count 2, no price

        // When
        Said said = gateway.post(
                raw(topic),
                "avro/binary",
                avro,
                "Brine-Schema-Id",
                "" + first.schema().id());

        // Then
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.json().get("value_schema_id").asInt())
                .isEqualTo(second.schema().id());
        assertThat(gateway.records(topic, 1).get(0).value())
                .containsExactly(0, 0, 0, 0, second.schema().id(), 2, 'a', 4, 0, 0);
        assertThat(gateway.post(raw(topic), "avro/binary", avro).status()).isEqualTo(422);
        assertThat(gateway.post(raw(topic), "avro/binary", avro, "Brine-Schema-Id", "999")
                        .json()
                        .get("error_code")
                        .asInt())
                .isEqualTo(42205);
    }

    @Test
    void linesAreABatchOfWhichNothingIsSentIfOneIsInvalid(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);

        // When
        Said bad = gateway.post(raw(topic), "application/x-ndjson", "{'id':'a'}\n{'id':7}\n\n{'id':'c','x':1}\n");
        Said good = gateway.post(raw(topic), "application/x-ndjson", "{'id':'a'}\r\n{'id':'b'}");

        // Then
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.json().get("errors")).hasSize(2);
        assertThat(bad.json().get("errors").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(bad.json().get("errors").get(1).get("index").asInt()).isEqualTo(2);
        assertThat(bad.json().get("errors").get(1).get("message").asText()).contains("x");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.json().get("offsets")).hasSize(2);
        assertThat(gateway.end(topic)).isEqualTo(2);
    }

    @Test
    void confluentBodiesOfEachKindAreTaken(@BrineTopic String topic) {
        // Given
        SchemaVersion version = gateway.register(topic + "-value", Schemas.ORDER);
        int id = version.schema().id();
        String schema = Schemas.ORDER.replace("'", "\\'");

        // When
        Said json = gateway.post(
                "/topics/" + topic,
                "application/vnd.kafka.json.v2+json",
                "{'records':[{'key':'k','value':" + ONE + ",'partition':0},{'value':null}]}");
        Said byId = gateway.post(
                "/topics/" + topic,
                "application/vnd.kafka.avro.v2+json",
                "{'value_schema_id':" + id
                        + ",'records':[{'value':{'id':'a','count':2,'price':{'bytes':'\\u0001'}}}]}");
        Said byText = gateway.post(
                "/topics/" + topic,
                "application/vnd.kafka.avro.v2+json; charset=utf-8",
                "{'value_schema':'" + schema + "','records':[{'value':{'id':'a','count':2,'price':null}}]}");
        String framed = Base64.getEncoder().encodeToString(new byte[] {0, 0, 0, 0, (byte) id, 2, 'b', 4, 0});
        Said binary = gateway.post(
                "/topics/" + topic,
                "application/vnd.kafka.binary.v2+json",
                "{'records':[{'key':'a2V5','value':'" + framed + "'}]}");

        // Then
        assertThat(json.status()).as(json.body()).isEqualTo(200);
        assertThat(json.header("Content-Type")).isEqualTo("application/vnd.kafka.v2+json");
        assertThat(json.json().get("key_schema_id").isNull()).isTrue();
        assertThat(byId.status()).as(byId.body()).isEqualTo(200);
        assertThat(byText.status()).as(byText.body()).isEqualTo(200);
        assertThat(binary.status()).as(binary.body()).isEqualTo(200);
        List<ConsumerRecord<byte[], byte[]>> records = gateway.records(topic, 5);
        assertThat(new String(records.get(0).key(), UTF_8)).isEqualTo("k");
        assertThat(records.get(1).value()).isNull();
        assertThat(records.get(2).value()).containsExactly(0, 0, 0, 0, id, 2, 'a', 4, 2, 2, 1);
        assertThat(records.get(4).value()).containsExactly(0, 0, 0, 0, id, 2, 'b', 4, 0);
        assertThat(new String(records.get(4).key(), UTF_8)).isEqualTo("key");
    }

    @Test
    void whatIsWrongHasItsOwnCode(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        broker.createTopic(topic + "-bare", 1);

        // When, Then
        refused(gateway.post(raw(topic), "application/json", "{'id':"), 400, 40001);
        refused(gateway.post(raw("no-such"), "application/json", ONE), 404, 40401);
        refused(gateway.post("/topics/..%2fx/records", "application/json", ONE), 404, 40401);
        refused(gateway.post(raw(topic), "application/json", ONE, "Brine-Partition", "9"), 404, 40402);
        refused(gateway.get(raw(topic)), 405, 405);
        refused(gateway.post(raw(topic), "application/json", ONE, "Accept", "image/png"), 406, 40601);
        refused(gateway.post(raw(topic), "text/plain", ONE), 415, 415);
        refused(gateway.post(raw(topic), "application/json; charset=utf-16", ONE), 415, 415);
        refused(gateway.post(raw(topic), "application/json", ONE, "Content-Encoding", "gzip"), 415, 415);
        refused(gateway.post("/topics/" + topic, "application/vnd.kafka.protobuf.v2+json", "{}"), 415, 415);
        refused(gateway.post(raw(topic + "-bare"), "application/json", ONE), 422, 42201);
        refused(gateway.post(raw(topic), "application/json", "{'id':7}"), 422, 42203);
        refused(gateway.post(raw(topic), "application/x-python-serialize", new byte[] {1, 2, 3}), 422, 42206);
        refused(gateway.post(raw(topic), "application/json", ONE, "Brine-Partition", "x"), 400, 40001);
        refused(gateway.post(raw(topic), "application/json", ONE, "Brine-Header-brine.source", "x"), 400, 40001);
        refused(gateway.post("/topics/" + topic, "application/vnd.kafka.json.v2+json", "{'records':[]}"), 400, 40001);
        refused(
                gateway.post("/topics/" + topic, "application/vnd.kafka.avro.v2+json", "{'records':[{'value':1}]}"),
                422,
                42202);
        assertThat(gateway.end(topic)).isZero();
    }

    private static void refused(Said said, int status, int code) {
        assertThat(said.status()).as(said.body()).isEqualTo(status);
        assertThat(said.json().get("error_code").asInt()).as(said.body()).isEqualTo(code);
        assertThat(said.json().get("message").asText()).isNotBlank().doesNotContain("dev.brine", "java.", "org.apache");
    }

    @Test
    void problemIsSaidAsRfc9457WhereItIsAsked(@BrineTopic String topic) {
        // When
        Said said = gateway.post(raw(topic), "application/json", ONE, "Accept", "application/problem+json");

        // Then
        assertThat(said.status()).isEqualTo(422);
        assertThat(said.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(said.json().get("status").asInt()).isEqualTo(422);
        assertThat(said.json().get("error_code").asInt()).isEqualTo(42201);
    }

    @Test
    void bodyThatIsTooLongIsRefusedWhetherItSaysSoOrComesInChunks(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        byte[] body = new byte[GatewayServer.MAX_BODY + 1];

        // When
        Said announced = gateway.post(raw(topic), "application/json", body);
        Said chunked = gateway.send(gateway.request(raw(topic))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        // Then
        refused(announced, 413, 413);
        refused(chunked, 413, 413);
        assertThat(gateway.meters.get("brine.gateway.bytes").gauge().value()).isZero();
    }

    @Test
    void whatKafkaTakesOnlyInPartIs207AndSaysWhichAndWhy(@BrineTopic(config = "max.message.bytes=700") String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        String large = "{'id':'" + "x".repeat(2_000) + "'}";

        // When
        Said some = gateway.post(raw(topic), "application/x-ndjson", "{'id':'a'}\n" + large + "\n{'id':'c'}");
        Said none = gateway.post(raw(topic), "application/json", large);

        // Then
        assertThat(some.status()).as(some.body()).isEqualTo(207);
        JsonNode offsets = some.json().get("offsets");
        assertThat(offsets.get(0).get("offset").asInt()).isZero();
        assertThat(offsets.get(1).get("error_code").asInt()).isEqualTo(413);
        assertThat(offsets.get(1).get("offset").isNull()).isTrue();
        assertThat(offsets.get(2).get("offset").asInt()).isEqualTo(1);
        refused(none, 413, 413);
    }

    @Test
    void keyOfIdempotencySendsOnceAndAnswersTheSame(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);

        // When
        List<CompletableFuture<Said>> at = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            at.add(gateway.later(gateway.request(raw(topic), "Idempotency-Key", "k-1")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(ONE.replace('\'', '"')))));
        }
        List<Said> said = at.stream().map(CompletableFuture::join).toList();

        // Then
        assertThat(said).allSatisfy(one -> assertThat(one.status()).isEqualTo(200));
        assertThat(said.stream().map(Said::body).distinct()).hasSize(1);
        assertThat(said.stream().filter(one -> one.header("Idempotent-Replayed").equals("true")))
                .hasSize(19);
        assertThat(gateway.end(topic)).isEqualTo(1);
        assertThat(text(gateway.records(topic, 1).get(0), "brine.idempotency-key"))
                .isEqualTo("k-1");
        refused(gateway.post(raw(topic), "application/json", "{'id':'other'}", "Idempotency-Key", "k-1"), 422, 42209);
    }

    @Test
    void whatFailedMayBeTriedAgainUnderTheSameKey(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        refused(gateway.post(raw("later-" + topic), "application/json", ONE, "Idempotency-Key", "k-2"), 404, 40401);

        // When
        Said said = gateway.post(raw(topic), "application/json", ONE, "Idempotency-Key", "k-2");

        // Then
        assertThat(said.status()).isEqualTo(200);
    }

    @Test
    void curlSendsJsonAndReadsItsPlace(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);

        // When
        String said = Foreign.curl(
                "-H",
                "Content-Type: application/json",
                "-H",
                "Brine-Key: käse",
                "-d",
                ONE.replace('\'', '"'),
                gateway.url(raw(topic)));

        // Then
        assertThat(said).startsWith("{\"offsets\":[{\"partition\":0,\"offset\":0");
        assertThat(new String(gateway.records(topic, 1).get(0).key(), UTF_8)).isEqualTo("käse");
    }

    @Test
    void pythonSendsPicklesOneOrMany(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);

        // When
        String said = Foreign.python("""
                from decimal import Decimal
                url, kind = sys.argv[1], {'Content-Type': 'application/x-python-serialize'}
                one = requests.post(url, pickle.dumps({'id': 'a', 'count': 3, 'price': Decimal('1.50')}), headers=kind)
                many = requests.post(url + '?batch=true', pickle.dumps([{'id': str(i)} for i in range(500)]), headers=kind)
                bad = requests.post(url, pickle.dumps(print), headers=kind)
                print(one.status_code, many.status_code, len(many.json()['offsets']), bad.status_code)
                """, gateway.url(raw(topic)));

        // Then
        assertThat(said.strip()).isEqualTo("200 200 500 422");
        assertThat(gateway.records(topic, 501)).hasSize(501);
    }
}
