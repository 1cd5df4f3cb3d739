package dev.brine.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.transfer.Push;
import dev.brine.registry.transfer.PushPlan;
import dev.brine.registry.transfer.RegistryPeer;
import dev.brine.registry.transfer.TransferContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTransferTest extends TransferContract {

    private final StubRegistryServer server = new StubRegistryServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected RegistryPeer peer() {
        return HttpPeer.open(server.url(), Map.of(), name -> Optional.empty(), Duration.ofSeconds(3));
    }

    @Override
    protected SchemaStore store() {
        return server.store;
    }

    @Test
    void theModeIsImportOnlyWhileASubjectIsWritten() throws IOException {
        // Given
        released();

        // When
        push().apply(push().plan(versions(), List.of()), one -> {}, () -> false);

        // Then
        assertThat(server.modes)
                .containsExactly(
                        "PUT shop.Money IMPORT",
                        "DELETE shop.Money ",
                        "PUT orders-value IMPORT",
                        "DELETE orders-value ");
    }

    @Test
    void theModeIsPutBackWhenAWriteFailsAndTheNextPushGoesOn() throws IOException {
        // Given
        released();
        PushPlan plan = push().plan(versions(), List.of());
        server.behaving((exchange, request) -> {
            boolean second = exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().contains("orders-value");
            if (second) {
                StubRegistryServer.send(
                        exchange, 422, "application/json", "{\"error_code\":42207,\"message\":\"id is given\"}");
            }
            return second;
        });

        // When
        assertThatThrownBy(() -> push().apply(plan, one -> {}, () -> false))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("42207")
                .hasMessageContaining("id is given");

        // Then
        assertThat(store().state().mode("orders-value")).isEqualTo(RegistryMode.READWRITE);
        server.behaving((exchange, request) -> false);
        PushPlan rest = push().plan(versions(), List.of());
        assertThat(rest.missing()).hasSize(2);
        push().apply(rest, one -> {}, () -> false);
        assertThat(push().plan(versions(), List.of()).missing()).isEmpty();
    }

    @Test
    void anOutageWhileTheModeIsPutBackIsSaid() throws IOException {
        // Given
        released();
        PushPlan plan = push().plan(versions(), List.of());
        server.behaving((exchange, request) -> {
            boolean away = !exchange.getRequestMethod().equals("GET")
                            && !exchange.getRequestURI().getPath().startsWith("/mode/shop.Money")
                    || exchange.getRequestMethod().equals("DELETE");
            if (away) {
                StubRegistryServer.send(exchange, 503, "text/plain", "");
            }
            return away;
        });

        // When
        assertThatThrownBy(() -> push().apply(plan, one -> {}, () -> false))
                .isInstanceOf(RegistryUnavailableException.class)
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains("may still be IMPORT")
                        .contains("shop.Money"));
    }

    @Test
    void aServerWithoutImportIsWrittenToOnlyOnRequestAndOnlyWithTheSameIds() throws IOException {
        // Given
        released();
        server.behaving((exchange, request) -> {
            boolean mode = exchange.getRequestURI().getPath().startsWith("/mode");
            if (mode) {
                StubRegistryServer.send(exchange, 405, "text/html", "<html>no</html>");
            }
            return mode;
        });
        PushPlan plan = push().plan(versions(), List.of());

        // When
        assertThatThrownBy(() -> push().apply(plan, one -> {}, () -> false))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("does not take ids")
                .hasMessageContaining("--server-ids");
        assertThat(peer().subjects()).isEmpty();
        new Push(peer(), Push.WithoutImport.HOPE).apply(plan, one -> {}, () -> false);

        // Then
        assertThat(push().plan(versions(), List.of()).there()).hasSize(3);
    }

    @Test
    void anOldServerThatTakesNoModeAwayIsSetToWhatHoldsForAll() throws IOException {
        // Given
        released();
        server.behaving((exchange, request) -> {
            boolean delete = exchange.getRequestMethod().equals("DELETE");
            if (delete) {
                StubRegistryServer.send(
                        exchange, 405, "application/json", "{\"error_code\":405,\"message\":\"HTTP 405\"}");
            }
            return delete;
        });

        // When
        push().apply(push().plan(versions(), List.of()), one -> {}, () -> false);

        // Then
        assertThat(store().state().ownMode(Optional.of("orders-value"))).contains(RegistryMode.READWRITE);
    }
}
