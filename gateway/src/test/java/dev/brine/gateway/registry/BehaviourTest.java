package dev.brine.gateway.registry;

import static dev.brine.gateway.registry.Rest.F1;
import static dev.brine.gateway.registry.Rest.F2_BARE;
import static dev.brine.gateway.registry.Rest.F2_DEFAULT;
import static dev.brine.gateway.registry.Rest.INT;
import static dev.brine.gateway.registry.Rest.STRING;
import static dev.brine.gateway.registry.Rest.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.store.Change;
import dev.brine.registry.store.Decision;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Confluent's own tests pin, and what its clients depend on. */
@Timeout(60)
final class BehaviourTest {

    private final MemoryStore store = new MemoryStore();
    private final Rest rest = Rest.over(store);

    @AfterEach
    void close() {
        rest.close();
    }

    @Test
    void sameSchemaUnderAnotherSubjectHasTheSameIdAndItsOwnVersion() {
        rest.register("a", STRING);
        rest.register("b", INT);
        rest.put("/config/b", "{\"compatibility\":\"NONE\"}");
        rest.post("/subjects/b/versions", body(STRING)).has("{\"id\":1,\"version\":2}");
        rest.post("/subjects/b/versions", body(STRING)).has("{\"id\":1,\"version\":2}");
        rest.get("/subjects/b/versions").is("[1,2]");
    }

    @Test
    void idsOfContextsAreTheirOwn() {
        assertThat(rest.register("a", STRING)).isEqualTo(1);
        assertThat(rest.register(":.eu:a", INT)).isEqualTo(1);
        rest.get("/schemas/ids/1?subject=:.eu:a").has("{\"schema\":\"\\\"int\\\"\",\"subject\":\":.eu:a\"}");
        rest.get("/schemas/ids/1?subject=:.eu:").has("{\"schema\":\"\\\"int\\\"\"}");
        rest.get("/schemas/ids/1").has("{\"schema\":\"\\\"string\\\"\"}");
        rest.get("/subjects/:.:a/versions/1").has("{\"subject\":\"a\"}");
    }

    @Test
    void whatWasSoftlyDeletedComesBackWithItsIdAndTheNextVersion() {
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        rest.delete("/subjects/s").is("[1,2]");
        rest.get("/schemas/ids/1").has("{}");
        rest.post("/subjects/s/versions", body(F1)).has("{\"id\":1,\"version\":3}");
        rest.post("/subjects/s/versions", body(F2_DEFAULT)).has("{\"id\":2,\"version\":4}");
        rest.get("/subjects/s/versions").is("[3,4]");
        rest.delete("/subjects/s").is("[3,4]");
        rest.delete("/subjects/s?permanent=true").is("[1,2,3,4]");
        rest.post("/subjects/s/versions", body(F1)).has("{\"version\":1}");
    }

    @Test
    void softlyDeletedVersionsAreNotCompared() {
        rest.register("s", STRING);
        rest.delete("/subjects/s/versions/1");
        rest.post("/subjects/s/versions", body(INT)).has("{\"version\":2}");
    }

    @Test
    void compatibilityWithTheLatestOfNothingIsTrueAndWithANumberIs40402() {
        rest.post("/compatibility/subjects/nobody/versions/latest", body(F1)).is("{\"is_compatible\":true}");
        rest.post("/compatibility/subjects/nobody/versions/-1", body(F1)).is("{\"is_compatible\":true}");
        rest.post("/compatibility/subjects/nobody/versions/100", body(F1)).refused(40402, "Version 100 not found.");
    }

    @Test
    void verboseCheckOfWhatIsNoSchemaSaysSo() {
        rest.register("s", F1);
        for (String at : new String[] {"", "/latest", "/1"}) {
            Said said =
                    rest.post("/compatibility/subjects/s/versions" + at + "?verbose=true", body("{\"type\":\"?\"}"));
            said.has("{\"is_compatible\":false}");
            assertThat(said.json().path("messages")).isNotEmpty();
        }
    }

    @Test
    void newSchemaWithAWrongDefaultIsRefusedAndAnOldOneStillServed() {
        String wrong = Rest.record("{\"name\":\"f\",\"type\":\"int\",\"default\":\"foo\"}");
        rest.post("/subjects/s/versions", body(wrong)).refused(42201);
        store.execute(state -> new Decision<>(
                true,
                List.of(new Change.PutVersion(new StoredVersion(
                        new SubjectVersion("s", 1),
                        StoredSchema.of(1, SchemaContent.avro(wrong, List.of())),
                        false)))));
        rest.get("/subjects/s/versions/1").has("{\"id\":1}");
        rest.put("/config/s", "{\"compatibility\":\"FORWARD\"}");
        rest.post("/subjects/s/versions", body(Rest.record("{\"name\":\"f\",\"type\":\"int\"}")))
                .has("{\"id\":2,\"version\":2}");
    }

    @Test
    void whiteSpaceDoesNotMatterAndOrderOfAttributesDoes() {
        rest.post("/subjects/s/versions", body(" { \"type\" : \"string\" } ")).has("{\"id\":1}");
        rest.get("/schemas/ids/1/schema").isText("\"string\"");
        String ab = "{\"type\":\"string\",\"a\":1,\"b\":2}";
        String ba = "{\"type\":\"string\",\"b\":2,\"a\":1}";
        String javaString = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";
        assertThat(rest.register("s", ab)).isEqualTo(2);
        assertThat(rest.register("s", ba)).isEqualTo(3);
        assertThat(rest.register("s", javaString)).isEqualTo(4);
        assertThat(rest.register("s", STRING)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "PROTOBUF"})
    void otherTypesAreStoredAndServedAndTheirCheckIsNotOffered(String type) {
        String text = type.equals("JSON") ? "{\"type\":\"object\"}" : "syntax = \"proto3\"; message M { int32 a = 1; }";
        ObjectNode request = body(text).put("schemaType", type);
        rest.post("/subjects/s/versions", request).has("{\"id\":1,\"schemaType\":\"" + type + "\"}");
        rest.post("/subjects/s/versions", body(text + " ").put("schemaType", type))
                .has("{\"id\":2,\"version\":2}");
        rest.post("/subjects/s", request).has("{\"version\":1,\"schemaType\":\"" + type + "\"}");
        rest.get("/schemas/ids/1").has("{\"schemaType\":\"" + type + "\"}");
        rest.get("/schemas/ids/1/schema").isText(text);
        rest.post("/compatibility/subjects/s/versions/latest", request)
                .refused(42201)
                .says("compatibility of " + type + " schemas is not checked here");
        rest.put("/config/s", "{\"compatibility\":\"NONE\"}");
        rest.post("/compatibility/subjects/s/versions/latest", request).is("{\"is_compatible\":true}");
    }

    @Test
    void anotherTypeIsIncompatible() {
        rest.register("s", F1);
        rest.post("/subjects/s/versions", body("{}").put("schemaType", "JSON")).refused(40901);
    }

    @Test
    void transitiveLevelsLookAtAllVersions() {
        rest.put("/config/s", "{\"compatibility\":\"NONE\"}");
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        rest.put("/config/s", "{\"compatibility\":\"BACKWARD\"}");
        rest.post("/compatibility/subjects/s/versions", body(F2_BARE)).is("{\"is_compatible\":true}");
        rest.put("/config/s", "{\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
        Said said = rest.post("/compatibility/subjects/s/versions?verbose=true", body(F2_BARE));
        assertThat(said.json().path("messages").toString()).contains("{oldSchemaVersion: 1}");
    }

    // What clients depend on

    @Test
    void subjectsArePercentEncodedInThePath() {
        for (String subject :
                new String[] {"a%2Fb", "%3A.ctx%3Aname", "a%20b", "%C3%BC", "a..%2F..", "%2E%2E", "a%2Bb", "x%25"}) {
            Said said = rest.post("/subjects/" + subject + "/versions", body(STRING));
            assertThat(said.status()).as(said.toString()).isEqualTo(200);
            rest.get("/subjects/" + subject + "/versions/latest").has("{\"version\":1}");
        }
        assertThat(rest.get("/subjects").json())
                .extracting(one -> one.asText())
                .contains("a/b", ":.ctx:name", "a b", "\u00fc", "a../..", "..", "a+b", "x%");
    }

    @Test
    void unknownFieldsAndParametersAreLeftAlone() {
        ObjectNode request =
                body(STRING).put("somethingNew", 7).putNull("metadata").putNull("references");
        request.put("id", -1).put("version", 0).put("schemaType", "AVRO");
        rest.post(
                        "/subjects/s/versions?force=true&someday=1",
                        request.toString(),
                        "Content-Type",
                        MediaTypes.V1,
                        "Confluent-Accept-Unknown-Properties",
                        "true")
                .has("{\"id\":1}");
        rest.get("/schemas/ids/1?findTags=true&subject=s&format=serialized&referenceFormat=x")
                .has("{\"version\":1}");
        rest.put("/config/s", "{\"compatibility\":\"FULL\",\"new\":1}").is("{\"compatibility\":\"FULL\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                MediaTypes.V1,
                "application/vnd.schemaregistry+json",
                "application/json",
                "application/octet-stream",
                "application/json; charset=utf-8",
                "Application/JSON;charset=\"UTF-8\""
            })
    void bodiesOfTheseTypesAreRead(String type) {
        rest.post("/subjects/s/versions", body(STRING).toString(), "Content-Type", type)
                .has("{\"id\":1}");
        rest.post("/subjects/s/versions", body(STRING).toString(), "X-None", "1")
                .has("{\"id\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "nonsense"
            })
    void bodiesOfOtherTypesAre415(String type) {
        rest.post("/subjects/s/versions", body(STRING).toString(), "Content-Type", type)
                .refused(415);
        rest.put("/config", "{\"compatibility\":\"FULL\"}", "Content-Type", type)
                .refused(415);
    }

    @Test
    void answerHasTheTypeThatIsAccepted() {
        rest.register("s", STRING);
        assertThat(rest.get("/subjects").header("content-type")).isEqualTo(MediaTypes.V1);
        assertThat(rest.get("/subjects", "Accept", "*/*").header("content-type"))
                .isEqualTo(MediaTypes.V1);
        assertThat(rest.get("/subjects", "Accept", "application/json").header("content-type"))
                .isEqualTo("application/json");
        assertThat(rest.get("/schemas/ids/1", "Accept", "text/html, application/json;q=0.5, */*;q=0.1")
                        .header("content-type"))
                .isEqualTo("application/json");
        assertThat(rest.get("/schemas/ids/9", "Accept", "application/vnd.schemaregistry+json")
                        .header("content-type"))
                .isEqualTo("application/vnd.schemaregistry+json");
        rest.get("/subjects", "Accept", "text/html").refused(406);
        rest.get("/subjects", "Accept", "application/json;q=0").refused(406);
        rest.get("/subjects", "Accept", "application/octet-stream").is("[\"s\"]");
    }
}
