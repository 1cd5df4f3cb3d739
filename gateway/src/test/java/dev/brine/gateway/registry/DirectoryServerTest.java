package dev.brine.gateway.registry;

import static dev.brine.gateway.registry.Rest.F1;
import static dev.brine.gateway.registry.Rest.F2_DEFAULT;
import static dev.brine.gateway.registry.Rest.STRING;
import static dev.brine.gateway.registry.Rest.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.directory.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A schema directory behind the interface. */
@Timeout(60)
final class DirectoryServerTest {

    @TempDir
    private Path directory;

    @Test
    void registrationReleasesIntoTheDirectory() throws Exception {
        // Given
        try (Rest rest = Rest.over(DirectoryStore.open(directory, true))) {
            // When
            rest.post("/subjects/s-value/versions", body(F1)).has("{\"id\":1,\"version\":1}");
            rest.put("/config/s-value", "{\"compatibility\":\"FULL\"}").is("{\"compatibility\":\"FULL\"}");

            // Then
            assertThat(directory.resolve("s-value/v1.avsc")).exists();
            assertThat(Files.readString(directory.resolve("schemas.lock"))).contains("s-value");
            assertThat(Files.readString(directory.resolve("subjects.yml"))).contains("FULL");
            rest.get("/config/s-value").is("{\"compatibilityLevel\":\"FULL\"}");
            rest.delete("/subjects/s-value").refused(42205);
            rest.delete("/subjects/s-value/versions/1").refused(42205);
            rest.put("/mode", "{\"mode\":\"READONLY\"}").refused(42205);
            rest.post("/subjects/j/versions", body("{}").put("schemaType", "JSON"))
                    .refused(42201);
        }
    }

    @Test
    void directoryServedForReadingKnowsWhatItKnowsAndTakesNothingNew() {
        // Given
        try (Rest writing = Rest.over(DirectoryStore.open(directory, true))) {
            writing.register("s-value", F1);
        }
        try (Rest rest = Rest.over(DirectoryStore.open(directory, false))) {
            // When, Then
            rest.post("/subjects/s-value/versions", body(F1)).has("{\"id\":1,\"version\":1}");
            rest.post("/subjects/s-value/versions", body(F2_DEFAULT)).refused(42205);
            rest.post("/subjects/new-value/versions", body(STRING)).refused(42205);
            rest.put("/config/s-value", "{\"compatibility\":\"NONE\"}").refused(42205);
            rest.put("/mode", "{\"mode\":\"READWRITE\"}").refused(42205);
            rest.delete("/subjects/s-value").refused(42205);
            rest.get("/mode").is("{\"mode\":\"READONLY\"}");
            rest.get("/schemas/ids/1/versions").is("[{\"subject\":\"s-value\",\"version\":1}]");
            assertThat(directory.resolve("s-value/v2.avsc")).doesNotExist();
        }
    }
}
