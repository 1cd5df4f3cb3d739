package dev.brine.gateway.registry;

import static dev.brine.gateway.registry.Rest.F1;
import static dev.brine.gateway.registry.Rest.F2_BARE;
import static dev.brine.gateway.registry.Rest.F2_DEFAULT;
import static dev.brine.gateway.registry.Rest.INT;
import static dev.brine.gateway.registry.Rest.STRING;
import static dev.brine.gateway.registry.Rest.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every endpoint of the interface: path, fields, status, error code, message, media type. */
@Timeout(60)
final class EndpointsTest {

    private static final String INT_GUID = "d1bb0b6d-0fa2-5f73-5e6c-b06eb1fdcb8b";
    private final Rest rest = Rest.empty();

    @AfterEach
    void close() {
        rest.close();
    }

    private static String guid(Said said) {
        return said.json().path("guid").asText();
    }

    // POST /subjects/{s}/versions

    @Test
    void registrationAnswersWithIdVersionAndGuid() {
        Said said = rest.post("/subjects/s/versions", body("{\"type\": \"string\"}"));
        said.is(
                "{\"id\":1,\"version\":1,\"guid\":\"095d71cf-1255-6b9d-5e33-0ad575b3df5d\",\"schema\":\"\\\"string\\\"\"}");
    }

    @Test
    void registrationWithReferencesKeepsThem() {
        rest.register("held-value", F1);
        ObjectNode request =
                body("{\"type\":\"record\",\"name\":\"Holder\",\"fields\":[{\"name\":\"it\",\"type\":\"myrecord\"}]}");
        request.putArray("references")
                .addObject()
                .put("name", "myrecord")
                .put("subject", "held-value")
                .put("version", 1);
        String references = "[{\"name\":\"myrecord\",\"subject\":\"held-value\",\"version\":1}]";
        rest.post("/subjects/holder-value/versions", request).has("{\"id\":2,\"references\":" + references + "}");
        rest.post("/subjects/holder-value", request).has("{\"id\":2,\"references\":" + references + "}");
        rest.get("/schemas/ids/2").has("{\"references\":" + references + "}");
        rest.get("/subjects/holder-value/versions/1").has("{\"references\":" + references + "}");
        rest.get("/subjects/held-value/versions/1/referencedby").is("[2]");
        rest.get("/subjects/held-value/versions/latest/referencedby?offset=1").is("[]");
        rest.get("/subjects/held-value/versions/7/referencedby").refused(40402, "Version 7 not found.");
        rest.get("/subjects/nobody/versions/1/referencedby").refused(40401, "Subject 'nobody' not found.");
        rest.get("/subjects/held-value/versions/0/referencedby").refused(42202);
        rest.delete("/subjects/held-value/versions/1").refused(42206).says("One or more references exist");
        rest.delete("/subjects/held-value").refused(42206);
        assertThat(rest.get("/schemas/ids/2?format=resolved")
                        .json()
                        .path("schema")
                        .asText())
                .contains("\"name\":\"f1\"");
    }

    @Test
    void registrationOfWhatIsIncompatibleIs409() {
        rest.register("s", F1);
        rest.post("/subjects/s/versions", body(F2_BARE))
                .refused(40901)
                .says("Schema being registered is incompatible with an earlier schema for subject \"s\"")
                .says("READER_FIELD_MISSING_DEFAULT_VALUE")
                .says("/fields/1")
                .says("{oldSchemaVersion: 1}")
                .says("compatibility: 'BACKWARD'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"schema\":\"{\"}|42201",
                "{\"schema\":\"\"}|42201",
                "{}|42201",
                "{\"schema\":5}|42201",
                "{\"schema\":{\"type\":\"int\"}}|42201",
                "{\"schema\":null}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"schemaType\":\"XML\"}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"schemaType\":3}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"references\":{}}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\"}]}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\",\"subject\":\"b\",\"version\":0}]}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"a\",\"subject\":\"b\",\"version\":1}]}|42201",
                "{\"schema\":\"\\\"Unknown\\\"\"}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"metadata\":3}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"ruleSet\":[]}|42210",
                "{\"schema\":\"\\\"int\\\"\",\"schemaTagsToAdd\":[{}]}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"id\":7}|42205",
                "{\"schema\":\"\\\"int\\\"\",\"version\":7}|42201",
                "{\"schema\":\"\\\"int\\\"\",\"version\":\"x\"}|42201"
            })
    void registrationOfWhatIsWrongIsRefused(String request, int code) {
        rest.post("/subjects/s/versions", request).refused(code);
        rest.get("/subjects").is("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"__GLOBAL", "__EMPTY", "%20", "a%01b", ":.eu:"})
    void subjectsThatCannotBeAre42208(String subject) {
        rest.post("/subjects/" + subject + "/versions", body(INT)).refused(42208);
    }

    @Test
    void schemaThatIsTooLargeIs42209() {
        String long1 = "{\"type\":\"string\",\"doc\":\"" + "x".repeat(1 << 20) + "\"}";
        rest.post("/subjects/s/versions", body(long1)).refused(42209);
    }

    // POST /subjects/{s}

    @Test
    void lookupFindsSubjectVersionAndId() {
        rest.register("other", INT);
        rest.register("s", STRING);
        rest.post("/subjects/s", body(" {\"type\" : \"string\"} "))
                .is("{\"subject\":\"s\",\"version\":1,\"id\":2,\"guid\":\"095d71cf-1255-6b9d-5e33-0ad575b3df5d\","
                        + "\"schema\":\"\\\"string\\\"\"}");
        rest.post("/subjects/nobody", body(STRING)).refused(40401, "Subject 'nobody' not found.");
        rest.post("/subjects/s", body(INT)).refused(40403, "Schema not found");
        rest.post("/subjects/s", body("{")).refused(42201);
    }

    @Test
    void lookupSeesTheDeletedWhenAsked() {
        rest.register("s", STRING);
        rest.delete("/subjects/s").is("[1]");
        rest.post("/subjects/s", body(STRING)).refused(40401);
        rest.post("/subjects/s?deleted=true", body(STRING)).has("{\"id\":1,\"version\":1,\"deleted\":true}");
    }

    @Test
    void lookupNormalizesWhenAsked() {
        rest.register("s", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[],\"b\":1,\"a\":2}");
        String other = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[],\"a\":2,\"b\":1}";
        rest.post("/subjects/s", body(other)).refused(40403, "Schema not found");
        rest.post("/subjects/s?normalize=true", body(other)).has("{\"id\":1}");
        rest.post("/subjects/s/versions?normalize=true", body(other)).has("{\"id\":1,\"version\":1}");
    }

    // GET /subjects

    @Test
    void subjectsAreListedByPrefixPageAndDeletion() {
        for (String subject : new String[] {"a1", "a2", "b1", ":.eu:a3"}) {
            rest.register(subject, STRING);
        }
        rest.delete("/subjects/a2");
        rest.get("/subjects").is("[\":.eu:a3\",\"a1\",\"b1\"]");
        rest.get("/subjects?deleted=true").is("[\":.eu:a3\",\"a1\",\"a2\",\"b1\"]");
        rest.get("/subjects?deletedOnly=true").is("[\"a2\"]");
        rest.get("/subjects?subjectPrefix=a").is("[\"a1\"]");
        rest.get("/subjects?subjectPrefix=").is("[\"a1\",\"b1\"]");
        rest.get("/subjects?subjectPrefix=:*:a").is("[\":.eu:a3\",\"a1\"]");
        rest.get("/subjects?subjectPrefix=:.eu:").is("[\":.eu:a3\"]");
        rest.get("/subjects?offset=1&limit=1").is("[\"a1\"]");
        rest.get("/subjects?offset=1").is("[\"a1\",\"b1\"]");
        rest.get("/subjects?limit=0").is("[]");
        rest.get("/subjects?offset=9&limit=2147483647").is("[]");
        rest.get("/subjects?limit=x").refused(400);
    }

    // GET /subjects/{s}/versions...

    @Test
    void versionsAreListed() {
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        rest.delete("/subjects/s/versions/1").isText("1");
        rest.get("/subjects/s/versions").is("[2]");
        rest.get("/subjects/s/versions?deleted=true").is("[1,2]");
        rest.get("/subjects/s/versions?deletedOnly=true").is("[1]");
        rest.get("/subjects/s/versions?deleted=true&offset=1&limit=1").is("[2]");
        rest.get("/subjects/nobody/versions").refused(40401, "Subject 'nobody' not found.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "latest", "LATEST", "-1"})
    void versionIsFoundByNumberAndAsTheLatest(String version) {
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        Said said = rest.get("/subjects/s/versions/" + version);
        said.has("{\"subject\":\"s\",\"version\":2,\"id\":2}").lacks("schemaType", "references", "deleted");
        assertThat(said.json().path("schema").asText()).isEqualTo(F2_DEFAULT);
        rest.get("/subjects/s/versions/" + version + "/schema").isText(F2_DEFAULT);
    }

    @Test
    void versionsThatAreNotThereOrCannotBe() {
        rest.register("s", F1);
        for (String at : new String[] {"", "/schema", "/referencedby"}) {
            rest.get("/subjects/s/versions/2" + at).refused(40402, "Version 2 not found.");
            rest.get("/subjects/nobody/versions/1" + at).refused(40401, "Subject 'nobody' not found.");
            rest.get("/subjects/nobody/versions/latest" + at).refused(40401, "Subject 'nobody' not found.");
            for (String bad : new String[] {"0", "-2", "2147483648", "first", "1.0"}) {
                rest.get("/subjects/s/versions/" + bad + at)
                        .refused(
                                42202,
                                "The specified version '" + bad + "' is not a valid version id. Allowed values are"
                                        + " between [1, 2^31-1] and the string \"latest\"");
            }
        }
    }

    // DELETE

    @Test
    void subjectIsDeletedSoftlyThenPermanently() {
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        rest.delete("/subjects/nobody").refused(40401, "Subject 'nobody' not found.");
        rest.delete("/subjects/s?permanent=true").refused(40405);
        rest.delete("/subjects/s").is("[1,2]");
        rest.delete("/subjects/s").refused(40404).says("Subject 's' was soft deleted.");
        rest.get("/subjects/s/versions/1").refused(40401);
        rest.get("/subjects/s/versions/1?deleted=true").has("{\"id\":1,\"deleted\":true}");
        rest.delete("/subjects/s?permanent=true").is("[1,2]");
        rest.delete("/subjects/s?permanent=true").refused(40401);
        rest.get("/subjects?deleted=true").is("[]");
    }

    @Test
    void versionIsDeletedSoftlyThenPermanently() {
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        rest.delete("/subjects/nobody/versions/1").refused(40401);
        rest.delete("/subjects/s/versions/9").refused(40402, "Version 9 not found.");
        rest.delete("/subjects/s/versions/0").refused(42202);
        rest.delete("/subjects/s/versions/1?permanent=true").refused(40407);
        rest.delete("/subjects/s/versions/1").is("1");
        rest.delete("/subjects/s/versions/1").refused(40406);
        rest.delete("/subjects/s/versions/1?permanent=true").is("1");
        rest.delete("/subjects/s/versions/latest").is("2");
        rest.delete("/subjects/s/versions/latest").refused(40401);
    }

    // Metadata and tags

    @Test
    void newestVersionWithThisMetadataIsFound() {
        ObjectNode first = body(F1);
        first.putObject("metadata").putObject("properties").put("owner", "a").put("x", "1");
        ObjectNode second = body(F2_DEFAULT);
        second.putObject("metadata").putObject("properties").put("owner", "b");
        rest.post("/subjects/s/versions", first).has("{\"id\":1}");
        rest.post("/subjects/s/versions", second).has("{\"id\":2,\"metadata\":{\"properties\":{\"owner\":\"b\"}}}");
        rest.get("/subjects/s/metadata?key=owner&value=a&key=x&value=1").has("{\"version\":1}");
        rest.get("/subjects/s/metadata?key=owner&value=b").has("{\"version\":2}");
        rest.get("/subjects/s/metadata").has("{\"version\":2}");
        rest.get("/subjects/s/metadata?key=owner&value=c").refused(40403, "Schema not found");
        rest.get("/subjects/s/metadata?key=owner").refused(400);
        rest.get("/subjects/nobody/metadata?key=a&value=b").refused(40401, "Subject 'nobody' not found.");
    }

    @Test
    void tagsAreClearlyNotOffered() {
        rest.register("s", F1);
        rest.post("/subjects/s/versions/1/tags", "{\"tagsToAdd\":[]}").refused(42201);
        rest.post("/subjects/nobody/versions/1/tags", "{}").refused(40401);
    }

    // GET /schemas...

    @Test
    void schemaIsFoundById() {
        rest.register("s", STRING);
        rest.register("t", STRING);
        rest.register("t", INT.replace("int", "bytes"));
        String guid = guid(rest.get("/schemas/ids/1"));
        rest.get("/schemas/ids/1").is("{\"guid\":\"" + guid + "\",\"schema\":\"\\\"string\\\"\"}");
        rest.get("/schemas/ids/1?subject=t").has("{\"subject\":\"t\",\"version\":1}");
        rest.get("/schemas/ids/1?subject=elsewhere").has("{\"schema\":\"\\\"string\\\"\"}");
        rest.get("/schemas/ids/1?fetchMaxId=true").has("{\"maxId\":2}");
        rest.get("/schemas/ids/1/schema").isText("\"string\"");
        rest.get("/schemas/ids/1/subjects").is("[\"s\",\"t\"]");
        rest.get("/schemas/ids/1/subjects?subject=t").is("[\"t\"]");
        rest.get("/schemas/ids/1/subjects?offset=1").is("[\"t\"]");
        rest.get("/schemas/ids/1/versions").is("[{\"subject\":\"s\",\"version\":1},{\"subject\":\"t\",\"version\":1}]");
        rest.delete("/subjects/s");
        rest.get("/schemas/ids/1/subjects").is("[\"t\"]");
        rest.get("/schemas/ids/1/subjects?deleted=true").is("[\"s\",\"t\"]");
        rest.get("/schemas/ids/1/versions?deleted=true&limit=1").is("[{\"subject\":\"s\",\"version\":1}]");
        for (String at : new String[] {"", "/schema", "/subjects", "/versions"}) {
            rest.get("/schemas/ids/77" + at).refused(40403, "Schema 77 not found");
            rest.get("/schemas/ids/-1" + at).refused(40403, "Schema -1 not found");
            rest.get("/schemas/ids/x" + at).refused(404, "HTTP 404 Not Found");
        }
    }

    @Test
    void schemaIsFoundByGuid() {
        rest.register("s", STRING);
        rest.register(":.eu:s", INT);
        rest.register(":.eu:s2", STRING);
        String guid = "095d71cf-1255-6b9d-5e33-0ad575b3df5d";
        rest.get("/schemas/guids/" + guid).is("{\"guid\":\"" + guid + "\",\"schema\":\"\\\"string\\\"\"}");
        rest.get("/schemas/guids/" + guid.toUpperCase(java.util.Locale.ROOT)).has("{\"guid\":\"" + guid + "\"}");
        rest.get("/schemas/guids/" + guid + "/ids").is("[{\"context\":\".\",\"id\":1},{\"context\":\".eu\",\"id\":2}]");
        for (String at : new String[] {"", "/ids"}) {
            rest.get("/schemas/guids/" + INT_GUID + at).refused(40403, "Schema " + INT_GUID + " not found");
            rest.get("/schemas/guids/1-1-1-1-1" + at).refused(40403);
            rest.get("/schemas/guids/x" + at).refused(40403);
        }
    }

    @Test
    void schemasAreListed() {
        rest.register("a", F1);
        rest.register("a", F2_DEFAULT);
        rest.register("b", STRING);
        assertThat(rest.get("/schemas").json()).hasSize(3);
        assertThat(rest.get("/schemas").json().findValuesAsText("subject")).containsExactly("a", "a", "b");
        assertThat(rest.get("/schemas?latestOnly=true").json().findValuesAsText("version"))
                .containsExactly("2", "1");
        assertThat(rest.get("/schemas?subjectPrefix=b").json().findValuesAsText("subject"))
                .containsExactly("b");
        assertThat(rest.get("/schemas?offset=1&limit=1").json().findValuesAsText("version"))
                .containsExactly("2");
        rest.delete("/subjects/b");
        assertThat(rest.get("/schemas").json()).hasSize(2);
        assertThat(rest.get("/schemas?deleted=true").json()).hasSize(3);
        rest.get("/schemas?ruleType=ENCRYPT").is("[]");
    }

    @Test
    void typesAreListed() {
        assertThat(rest.get("/schemas/types").json())
                .extracting(one -> one.asText())
                .containsExactlyInAnyOrder("AVRO", "JSON", "PROTOBUF");
    }

    // Compatibility

    @Test
    void compatibilityIsCheckedAgainstTheLevel() {
        rest.register("s", F1);
        rest.post("/compatibility/subjects/s/versions", body(F2_DEFAULT)).is("{\"is_compatible\":true}");
        rest.post("/compatibility/subjects/s/versions?verbose=true", body(F2_DEFAULT))
                .is("{\"is_compatible\":true,\"messages\":[]}");
        rest.post("/compatibility/subjects/s/versions", body(F2_BARE)).is("{\"is_compatible\":false}");
        Said said = rest.post("/compatibility/subjects/s/versions?verbose=true", body(F2_BARE));
        assertThat(said.json().path("is_compatible").asBoolean()).isFalse();
        assertThat(said.json().path("messages"))
                .extracting(one -> one.asText())
                .anyMatch(one -> one.contains("READER_FIELD_MISSING_DEFAULT_VALUE"))
                .contains("{oldSchemaVersion: 1}", "{validateFields: 'false', compatibility: 'BACKWARD'}")
                .anyMatch(one -> one.startsWith("{oldSchema: '{"));
        rest.post("/compatibility/subjects/s/versions", body("{")).refused(42201);
        rest.post("/compatibility/subjects/nobody/versions", body(F1)).is("{\"is_compatible\":true}");
    }

    @Test
    void compatibilityIsCheckedAgainstOneVersion() {
        rest.register("s", F1);
        rest.register("s", F2_DEFAULT);
        rest.post("/compatibility/subjects/s/versions/1", body(F2_BARE)).is("{\"is_compatible\":false}");
        rest.post("/compatibility/subjects/s/versions/2", body(F2_BARE)).is("{\"is_compatible\":true}");
        rest.post("/compatibility/subjects/s/versions/latest", body(F2_BARE)).is("{\"is_compatible\":true}");
        rest.post("/compatibility/subjects/s/versions/9", body(F1)).refused(40402, "Version 9 not found.");
        rest.post("/compatibility/subjects/s/versions/0", body(F1)).refused(42202);
        rest.post("/compatibility/subjects/s/versions/1", body("{")).refused(42201);
        rest.post("/compatibility/subjects/s/versions/1", "{}").refused(42201);
    }

    // Levels

    @Test
    void levelsAreSetReadAndTakenBack() {
        rest.get("/config").is("{\"compatibilityLevel\":\"BACKWARD\"}");
        rest.put("/config", "{\"compatibility\":\"full\"}").is("{\"compatibility\":\"full\"}");
        rest.get("/config").is("{\"compatibilityLevel\":\"FULL\"}");
        rest.get("/config/s").refused(40408, "Subject 's' does not have subject-level compatibility configured");
        rest.get("/config/s?defaultToGlobal=true").is("{\"compatibilityLevel\":\"FULL\"}");
        rest.put("/config/s", "{\"compatibility\":\"FORWARD_TRANSITIVE\"}")
                .is("{\"compatibility\":\"FORWARD_TRANSITIVE\"}");
        rest.get("/config/s").is("{\"compatibilityLevel\":\"FORWARD_TRANSITIVE\"}");
        rest.delete("/config/s").is("{\"compatibilityLevel\":\"FORWARD_TRANSITIVE\"}");
        rest.delete("/config/s").refused(40401, "Subject 's' not found.");
        rest.delete("/config").is("{\"compatibilityLevel\":\"FULL\"}");
        rest.get("/config").is("{\"compatibilityLevel\":\"BACKWARD\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"compatibility\":\"SOMETIMES\"}",
                "{\"compatibility\":7}",
                "{\"compatibility\":\"FULL\",\"normalize\":true}",
                "{\"compatibility\":\"FULL\",\"alias\":\"x\"}"
            })
    void levelsThatCannotBeAre42203(String request) {
        rest.put("/config", request).refused(42203);
        rest.put("/config/s", request).refused(42203);
        rest.get("/config").is("{\"compatibilityLevel\":\"BACKWARD\"}");
    }

    @Test
    void levelOfAContextHoldsForItsSubjects() {
        rest.put("/config/:.eu:", "{\"compatibility\":\"NONE\"}").is("{\"compatibility\":\"NONE\"}");
        rest.register(":.eu:s", STRING);
        rest.register(":.eu:s", INT);
        rest.get("/config/:.eu:s?defaultToGlobal=true").is("{\"compatibilityLevel\":\"NONE\"}");
        rest.get("/config").is("{\"compatibilityLevel\":\"BACKWARD\"}");
    }

    // Modes

    @Test
    void modesAreSetReadAndTakenBack() {
        rest.get("/mode").is("{\"mode\":\"READWRITE\"}");
        rest.get("/mode/s").refused(40409, "Subject 's' does not have subject-level mode configured");
        rest.get("/mode/s?defaultToGlobal=true").is("{\"mode\":\"READWRITE\"}");
        rest.put("/mode/s", "{\"mode\":\"readonly\"}").is("{\"mode\":\"READONLY\"}");
        rest.get("/mode/s").is("{\"mode\":\"READONLY\"}");
        rest.post("/subjects/s/versions", body(STRING)).refused(42205, "Subject s is in read-only mode");
        rest.put("/config/s", "{\"compatibility\":\"FULL\"}").refused(42205);
        rest.delete("/subjects/s").refused(42205);
        rest.delete("/mode/s").is("{\"mode\":\"READONLY\"}");
        rest.delete("/mode/s").refused(40401, "Subject 's' not found.");
        rest.put("/mode", "{\"mode\":\"SLEEPING\"}").refused(42204);
        rest.put("/mode", "{}").refused(42204);
        rest.put("/mode", "{\"mode\":\"READONLY\"}").is("{\"mode\":\"READONLY\"}");
        rest.put("/mode/s", "{\"mode\":\"READWRITE\"}").is("{\"mode\":\"READWRITE\"}");
        assertThat(rest.register("s", STRING)).isEqualTo(1);
        rest.put("/mode", "{\"mode\":\"READONLY_OVERRIDE\"}").is("{\"mode\":\"READONLY_OVERRIDE\"}");
        rest.post("/subjects/s/versions", body(INT)).refused(42205);
        rest.delete("/mode?recursive=true").is("{\"mode\":\"READONLY_OVERRIDE\"}");
        rest.get("/mode/s").refused(40409);
    }

    @Test
    void importTakesGivenIdsAndVersions() {
        rest.register("there", STRING);
        rest.put("/mode/there", "{\"mode\":\"IMPORT\"}").refused(42205, "Cannot import since found existing subjects");
        rest.put("/mode/there?force=true", "{\"mode\":\"IMPORT\"}").is("{\"mode\":\"IMPORT\"}");
        rest.put("/mode/s", "{\"mode\":\"IMPORT\"}").is("{\"mode\":\"IMPORT\"}");
        rest.post("/subjects/s/versions", body(F1)).refused(42205);
        rest.post("/subjects/s/versions", body(F1).put("id", 40).put("version", 4))
                .has("{\"id\":40,\"version\":4}");
        rest.post("/subjects/s/versions", body(F2_BARE).put("id", 41).put("version", 5))
                .has("{\"id\":41,\"version\":5}");
        rest.post("/subjects/s/versions", body(INT).put("id", 40).put("version", 6))
                .refused(42207);
        rest.get("/subjects/s/versions").is("[4,5]");
        rest.put("/mode/s", "{\"mode\":\"READWRITE\"}").is("{\"mode\":\"READWRITE\"}");
        rest.post("/subjects/new/versions", body(INT)).has("{\"id\":42}");
    }

    // The server itself

    @Test
    void contextsAreListedAndDeletedWhenEmpty() {
        rest.get("/contexts").is("[\".\"]");
        rest.register(":.eu:s", STRING);
        rest.get("/contexts").is("[\".\",\".eu\"]");
        rest.get("/contexts?offset=1").is("[\".eu\"]");
        rest.delete("/contexts/.eu").refused(42211);
        rest.delete("/contexts/.").refused(42211);
        rest.delete("/contexts/.us").refused(40401);
        rest.delete("/subjects/:.eu:s");
        rest.delete("/subjects/:.eu:s?permanent=true");
        assertThat(rest.delete("/contexts/.eu").status()).isEqualTo(204);
        rest.get("/contexts").is("[\".\"]");
    }

    @Test
    void rootAndMetadataAnswer() {
        rest.get("/").is("{}");
        rest.post("/", "{}").is("{}");
        rest.get("").is("{}");
        rest.get("/v1/metadata/version").is("{\"version\":\"1.2.3\",\"commitId\":\"\"}");
        assertThat(rest.get("/v1/metadata/id")
                        .json()
                        .at("/scope/clusters/schema-registry-cluster")
                        .asText())
                .isEqualTo("memory");
        rest.get("/v1/metadata/deployment").is("{\"attributes\":[]}");
    }

    @Test
    void associationsAreACleanNotFound() {
        rest.get("/associations/resources/ns/orders?resourceType=topic&associationType=value")
                .refused(40410);
        rest.get("/associations/resources/7").refused(40410);
        rest.get("/associations/subjects/s").refused(40410);
        rest.post("/associations", "{}").refused(40410);
        rest.put("/associations", "{}").refused(40410);
        rest.delete("/associations/resources/7").refused(40410);
    }
}
