package dev.brine.registry.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.SchemaVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotRegistryTest extends SchemaRegistryContract {

    @TempDir
    private Path temp;

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        SchemaRegistry registry = SnapshotRegistry.over(ChainedRegistryTest.memory(), file());
        registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
        return registry;
    }

    @Test
    void aProcessStartsWithWhatItEverLookedUpWhileTheRegistryIsDown() {
        // Given
        SchemaRegistry real = ChainedRegistryTest.memory();
        real.register("held-value", HELD, List.of());
        RegisteredSchema holder =
                real.register("holder-value", HOLDER, List.of(TO_HELD)).schema();
        SchemaVersion person = real.register("people-value", V1, List.of());
        SchemaRegistry before = SnapshotRegistry.over(real, file());
        before.byId(holder.id());
        before.latest("people-value");
        before.compatibility("people-value");

        // When
        SchemaRegistry after = SnapshotRegistry.over(new Outage(real).down(), file());

        // Then
        RegisteredSchema read = after.byId(holder.id()).orElseThrow();
        assertThat(read).isEqualTo(holder);
        assertThat(read.text()).isEqualTo(holder.text());
        assertThat(read.references()).isEqualTo(holder.references());
        assertThat(read.schema()).isEqualTo(holder.schema());
        assertThat(after.byGuid(holder.guid())).contains(holder);
        assertThat(after.byFingerprint(holder.fingerprint())).containsExactly(holder);
        assertThat(after.latest("people-value")).contains(person);
        assertThat(after.versions("held-value")).hasSize(1);
        assertThat(after.compatibility("people-value")).isEqualTo(CompatibilityLevel.BACKWARD);
        assertThat(after.subjects()).containsExactly("held-value", "people-value");
    }

    @Test
    void whatWasNeverLookedUpIsAnOutage() {
        // Given
        SchemaRegistry registry = SnapshotRegistry.over(new Outage(ChainedRegistryTest.memory()).down(), file());

        // When, Then
        assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.latest("a")).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(registry::subjects).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> registry.compatibility("a")).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void theNewestVersionIsAskedWhileTheRegistryIsThere() {
        // Given
        SchemaRegistry real = ChainedRegistryTest.memory();
        real.register("people-value", V1, List.of());
        SchemaRegistry registry = SnapshotRegistry.over(real, file());
        registry.latest("people-value");

        // When
        real.register("people-value", V2, List.of());

        // Then
        assertThat(registry.latest("people-value")).map(SchemaVersion::version).contains(2);
    }

    @Test
    void aDamagedFileIsLeftOutAndWrittenAnew() throws IOException {
        // Given
        SchemaRegistry real = ChainedRegistryTest.memory();
        real.register("people-value", V1, List.of());
        SnapshotRegistry.over(real, file()).byId(1);
        String good = Files.readString(file());
        for (String bad : List.of("", "junk", good.substring(0, good.length() - 2), good.replace("Person", "Parson"))) {
            Files.writeString(file(), bad);

            // When
            SchemaRegistry registry = SnapshotRegistry.over(real, file());

            // Then
            assertThatThrownBy(() -> SnapshotRegistry.over(new Outage(real).down(), file())
                            .byId(1))
                    .as(bad)
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(registry.byId(1)).isPresent();
            assertThat(Files.readString(file())).isEqualTo(good);
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactly(file());
        }
    }

    @Test
    void aFileThatCannotBeWrittenDoesNotFailALookup() throws IOException {
        // Given
        SchemaRegistry real = ChainedRegistryTest.memory();
        real.register("people-value", V1, List.of());
        Path blocked = Files.writeString(temp.resolve("file"), "x").resolve("snapshot");

        // When
        SchemaRegistry registry = SnapshotRegistry.over(real, blocked);

        // Then
        assertThat(registry.byId(1)).isPresent();
    }

    private Path file() {
        return temp.resolve("snapshot");
    }
}
