package dev.brine.registry.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.store.Change;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicFormatTest {

    private static final Optional<String> S = Optional.of("s");

    @Test
    void recordsAreThoseOfConfluentsServerByteForByte() {
        written(
                new Change.PutVersion(version(SchemaContent.avro("\"string\"", List.of()), false)),
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":2,\"magic\":1}",
                "{\"subject\":\"s\",\"version\":2,\"id\":7,\"schema\":\"\\\"string\\\"\",\"deleted\":false}");
        written(
                new Change.RemoveVersion(new SubjectVersion("s", 2)),
                "{\"keytype\":\"SCHEMA\",\"subject\":\"s\",\"version\":2,\"magic\":1}",
                null);
        written(
                new Change.MarkSubjectDeleted("s", 3),
                "{\"keytype\":\"DELETE_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                "{\"subject\":\"s\",\"version\":3}");
        written(
                new Change.ClearSubject("s"),
                "{\"keytype\":\"CLEAR_SUBJECT\",\"subject\":\"s\",\"magic\":0}",
                "{\"subject\":\"s\"}");
        written(
                new Change.PutLevel(Optional.empty(), Optional.of(CompatibilityLevel.FULL)),
                "{\"keytype\":\"CONFIG\",\"subject\":null,\"magic\":0}",
                "{\"compatibilityLevel\":\"FULL\"}");
        written(
                new Change.PutMode(S, Optional.of(RegistryMode.IMPORT)),
                "{\"keytype\":\"MODE\",\"subject\":\"s\",\"magic\":0}",
                "{\"subject\":\"s\",\"mode\":\"IMPORT\"}");
        written(
                new Change.PutLevel(S, Optional.empty()),
                "{\"keytype\":\"CONFIG\",\"subject\":\"s\",\"magic\":0}",
                null);
    }

    @Test
    void whatElseBelongsToASchemaComesBack() {
        // Given
        SchemaContent content = new SchemaContent(
                SchemaContent.PROTOBUF,
                "syntax = \"proto3\";",
                List.of(new SchemaReference("a.proto", "a", 1)),
                Optional.of("{\"properties\":{\"k\":\"v\"}}"),
                Optional.of("{\"domainRules\":[]}"));
        Change change = new Change.PutVersion(version(content, true));

        // When
        TopicFormat.Entry entry = TopicFormat.write(change);

        // Then
        assertThat(TopicFormat.read(entry.key(), entry.value())).contains(change);
    }

    @Test
    void valuesOfOtherVersionsAndServersAreRead() {
        // Given: fields that are new, old or Karapace's
        String key = "{\"magic\":1,\"subject\":\":.:s\",\"keytype\":\"SCHEMA\",\"version\":2}";
        String value =
                "{\"subject\":\"s\",\"version\":2,\"id\":7,\"guid\":\"x\",\"md5\":\"eA==\",\"schemaType\":\"AVRO\","
                        + "\"schema\":\"\\\"string\\\"\",\"references\":[],\"metadata\":null,\"ts\":1}";

        // When
        Optional<Change> change = TopicFormat.read(key.getBytes(UTF_8), value.getBytes(UTF_8));

        // Then
        assertThat(change).contains(new Change.PutVersion(version(SchemaContent.avro("\"string\"", List.of()), false)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"keytype":"NOOP","magic":0}                         | {}
            {"keytype":"NOOP","magic":0}                         | ''
            {"keytype":"CONTEXT","tenant":"t","magic":0}         | {"offset":1}
            {"keytype":"SOMETHING_NEW"}                          | {}
            {}                                                   | {}
            """)
    void keysThatMeanNothingHereAreLeftOut(String key, String value) {
        assertThat(TopicFormat.read(key.getBytes(UTF_8), value.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            junk                                                 | {}
            {"keytype":"SCHEMA","version":1}                     | {}
            {"keytype":"SCHEMA","subject":"s"}                   | {}
            {"keytype":"SCHEMA","subject":"s","version":1}       | {"id":1}
            {"keytype":"SCHEMA","subject":"s","version":1}       | {"id":0,"schema":"x"}
            {"keytype":"CONFIG","subject":"s"}                   | {"compatibilityLevel":"SOME"}
            """)
    void whatIsDamagedIsRefused(String key, String value) {
        assertThatThrownBy(() -> TopicFormat.read(key.getBytes(UTF_8), value.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static StoredVersion version(SchemaContent content, boolean deleted) {
        return new StoredVersion(new SubjectVersion("s", 2), StoredSchema.of(7, content), deleted);
    }

    private static void written(Change change, String key, @Nullable String value) {
        TopicFormat.Entry entry = TopicFormat.write(change);
        assertThat(new String(entry.key(), UTF_8)).isEqualTo(key);
        if (value == null) {
            assertThat(entry.value()).isNull();
        } else {
            assertThat(new String(entry.value(), UTF_8)).isEqualTo(value);
        }
        assertThat(TopicFormat.read(entry.key(), entry.value())).contains(change);
    }
}
