package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.TopicBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryRegistryTest extends SchemaRegistryContract {

    @TempDir
    private Path temp;

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        SchemaRegistry registry = DirectoryRegistry.open(temp, true);
        registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
        return registry;
    }

    @Test
    void whatItRegistersPassesTheCheck() {
        // Given
        registryWith(List.of(of("held-value", HELD), of("holder-value", HOLDER, TO_HELD), of("a b/ü", V1)))
                .close();

        // When
        List<Problem> problems = SchemaDirectory.at(temp).check();

        // Then
        assertThat(problems).isEmpty();
        assertThat(temp.resolve("a%20b%2F%C3%BC/v1.avsc")).exists();
        assertThat(temp.resolve("schemas.lock.new")).doesNotExist();
    }

    @Test
    void aDraftIsNotServed() {
        // Given
        new TestDirectory(temp).file("people-value/v1.avsc", V1).release().file("people-value/v2.avsc", V2);

        // When
        try (SchemaRegistry registry = DirectoryRegistry.open(temp, false)) {
            // Then
            assertThat(registry.latest("people-value"))
                    .map(SchemaVersion::version)
                    .contains(1);
            assertThat(registry.version("people-value", 2)).isEmpty();
        }
    }

    @Test
    void aDraftInTheWayIsNotSteppedOver() {
        // Given
        new TestDirectory(temp)
                .file("people-value/v1.avsc", V1)
                .release()
                .file("people-value/v2.avsc", V2_OTHER_DEFAULT);

        // When, Then
        try (SchemaRegistry registry = DirectoryRegistry.open(temp, true)) {
            assertThatThrownBy(() -> registry.register("people-value", V2, List.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("v2.avsc is a draft with another schema");
            assertThat(registry.register("people-value", V2_OTHER_DEFAULT, List.of())
                            .version())
                    .isEqualTo(2);
        }
    }

    @Test
    void anEditedReleasedFileIsNotServed() {
        // Given
        new TestDirectory(temp).file("people-value/v1.avsc", V1).release().file("people-value/v1.avsc", BREAKING);

        // When, Then
        assertThatThrownBy(() -> DirectoryRegistry.open(temp, false))
                .isInstanceOf(InvalidSchemaException.class)
                .hasMessageContaining("v1.avsc")
                .hasMessageContaining("released-file-edited");
    }

    @Test
    void whiteSpaceAndCommentsMayChangeInAReleasedFile() {
        // Given
        new TestDirectory(temp)
                .file("people-value/v1.avsc", V1)
                .release()
                .file("people-value/v1.avsc", "/* people */\n" + V1.replace(",", ",\n  "));

        // When
        try (SchemaRegistry registry = DirectoryRegistry.open(temp, false)) {
            // Then
            assertThat(registry.latest("people-value")).isPresent();
        }
    }

    @Test
    void aMissingDirectoryIsUnavailable() {
        assertThatThrownBy(() -> DirectoryRegistry.open(temp.resolve("none"), false))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("there is no schema directory")
                .hasMessageContaining("none");
    }

    @Test
    void aReleaseReachesARunningRegistry() {
        // Given
        TestDirectory directory =
                new TestDirectory(temp).file("people-value/v1.avsc", V1).release();
        AtomicLong clock = new AtomicLong();
        SnapshotHolder snapshots = SnapshotHolder.following(new PathSource(temp), clock::get);

        // When
        directory.file("people-value/v2.avsc", V2).release();
        Optional<SchemaVersion> within = snapshots.find(one -> one.version("people-value", 2));
        clock.addAndGet(1_000_000_000L);
        Optional<SchemaVersion> after = snapshots.find(one -> one.version("people-value", 2));

        // Then
        assertThat(within).isEmpty();
        assertThat(after).isPresent();
    }

    @Test
    void aDirectoryThatBreaksGoesOnServingWhatItKnew() {
        // Given
        TestDirectory directory =
                new TestDirectory(temp).file("people-value/v1.avsc", V1).release();
        AtomicLong clock = new AtomicLong();
        SnapshotHolder snapshots = SnapshotHolder.following(new PathSource(temp), clock::get);
        String lock = directory.read("schemas.lock");

        // When
        directory.file("schemas.lock", lock + "<<<<<<< HEAD\n");
        clock.addAndGet(1_000_000_000L);

        // Then
        assertThat(snapshots.fresh().latest("people-value")).isPresent();
        assertThatThrownBy(() -> snapshots.find(one -> one.byId(99)))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("merge-conflict");
        directory.file("schemas.lock", lock);
        clock.addAndGet(1_000_000_000L);
        assertThat(snapshots.find(one -> one.byId(99))).isEmpty();
    }

    @Test
    void settingsComeFromSubjectsYml() {
        // Given
        new TestDirectory(temp)
                .file("people-value/v1.avsc", V1)
                .file("subjects.yml", """
                        compatibility: FULL
                        subjects:
                          people-value: # forms
                            compatibility: forward_transitive
                        aliases:
                          people: people-value
                        bindings:
                          staff:
                            subject: people-value
                            codec: "json"
                            frames: [confluent, single-object]
                            unknown-fields: ignore
                        """)
                .release();

        // When
        try (DirectoryRegistry registry = DirectoryRegistry.open(temp, false)) {
            // Then
            assertThat(registry.compatibility("people-value")).isEqualTo(CompatibilityLevel.FORWARD_TRANSITIVE);
            assertThat(registry.compatibility("people")).isEqualTo(CompatibilityLevel.FORWARD_TRANSITIVE);
            assertThat(registry.compatibility("other")).isEqualTo(CompatibilityLevel.FULL);
            assertThat(registry.latest("people")).isEqualTo(registry.latest("people-value"));
            assertThat(registry.subjects()).containsExactly("people-value");
            assertThat(registry.binding("staff"))
                    .contains(new TopicBinding(
                            "staff",
                            "people-value",
                            Optional.of("json"),
                            Optional.empty(),
                            List.of("confluent", "single-object"),
                            true));
            assertThat(registry.binding("unknown")).isEmpty();
        }
    }

    @Test
    void twoWritersOfOneDirectoryGiveEverySchemaItsOwnId() throws Exception {
        // Given
        new TestDirectory(temp).file("subjects.yml", "compatibility: NONE\n");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SchemaRegistry one = DirectoryRegistry.open(temp, true);
                SchemaRegistry other = DirectoryRegistry.open(temp, true)) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String text = record("R" + i, "{\"name\":\"a\",\"type\":\"int\"}");
                SchemaRegistry writer = i % 2 == 0 ? one : other;
                calls.add(() -> writer.register("same-value", "[" + text + "]", List.of())
                        .schema()
                        .id());
            }

            // When
            List<Integer> ids = new ArrayList<>();
            for (Future<Integer> id : threads.invokeAll(calls)) {
                ids.add(id.get());
            }

            // Then
            assertThat(ids).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(SchemaDirectory.at(temp).check()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWriterThatWasKilledIsReportedWithItsFile() throws Exception {
        // Given
        Files.createFile(temp.resolve("schemas.lock.new"));

        // When, Then
        assertThatThrownBy(() -> LockFile.acquire(temp, Duration.ofMillis(1)))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("delete")
                .hasMessageContaining("schemas.lock.new");
    }
}
