package dev.brine.registry.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.directory.DirectoryRegistry;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.StoreRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainedRegistryTest extends SchemaRegistryContract {

    @TempDir
    private Path temp;

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        // The first takes nothing, so that everything is in the second.
        SchemaRegistry chain = new ChainedRegistry(List.of(DirectoryRegistry.open(temp, false), memory()));
        registrations.forEach(one -> chain.register(one.subject(), one.text(), one.references()));
        return chain;
    }

    @Test
    void theFirstThatKnowsAnswers() {
        // Given
        SchemaRegistry first = memory();
        SchemaRegistry second = memory();
        first.register("a", V1, List.of());
        second.register("b", HELD, List.of());
        second.register("c", V2, List.of());

        // When
        SchemaRegistry chain = new ChainedRegistry(List.of(first, second));

        // Then
        assertThat(chain.byId(1).orElseThrow().schema().getName()).isEqualTo("Person");
        assertThat(chain.byId(2)).isPresent();
        assertThat(chain.latest("b")).isPresent();
        assertThat(chain.subjects()).containsExactly("a", "b", "c");
    }

    @Test
    void nobodyKnowsIsNoAnswerWhileOneIsDown() {
        // Given
        SchemaRegistry up = memory();
        up.register("a", V1, List.of());
        SchemaRegistry chain = new ChainedRegistry(List.of(new Outage(memory()).down(), up));

        // When, Then
        assertThat(chain.byId(1)).isPresent();
        assertThatThrownBy(() -> chain.byId(2)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> chain.versions("b")).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aChainThatTakesNoRegistrationsSaysWhyOfEach() {
        // Given
        SchemaRegistry chain =
                new ChainedRegistry(List.of(DirectoryRegistry.open(temp, false), DirectoryRegistry.open(temp, false)));

        // When, Then
        assertThatThrownBy(() -> chain.register("a", V1, List.of()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("no registrations")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    }

    @Test
    void aRegistryThatWasDownIsOpenedWhenItIsThereAndNotAskedMoreThanOnceASecond() {
        // Given
        AtomicLong now = new AtomicLong();
        AtomicInteger attempts = new AtomicInteger();
        SchemaRegistry real = memory();
        real.register("a", V1, List.of());
        SchemaRegistry registry = ReopeningRegistry.open(
                "memory",
                () -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new RegistryUnavailableException("not yet");
                    }
                    return real;
                },
                Duration.ofSeconds(1),
                now::get);

        // When, Then
        assertThatThrownBy(() -> registry.byId(1)).hasMessage("not yet");
        assertThat(attempts).hasValue(1);
        now.addAndGet(1_000_000_000);
        assertThatThrownBy(() -> registry.byId(1)).hasMessage("not yet");
        assertThatThrownBy(() -> registry.byId(1)).hasMessage("not yet");
        assertThat(attempts).hasValue(2);
        now.addAndGet(1_000_000_000);
        assertThat(registry.byId(1)).isPresent();
        assertThat(registry.byId(1)).isPresent();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whatCannotBeUsedIsNotTriedAgain() {
        assertThatThrownBy(() -> ReopeningRegistry.open(
                        "memory",
                        () -> {
                            throw new RegistryException("wrong for ever");
                        },
                        Duration.ofSeconds(1)))
                .hasMessage("wrong for ever");
    }

    static SchemaRegistry memory() {
        MemoryStore store = new MemoryStore();
        return new StoreRegistry(store, store::state);
    }
}
