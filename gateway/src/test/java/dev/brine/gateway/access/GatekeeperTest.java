package dev.brine.gateway.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class GatekeeperTest {

    private final Gatekeeper gatekeeper =
            new Gatekeeper(Optional.empty(), new Allowance(0, 1), new SimpleMeterRegistry(), () -> 0);

    @Test
    void addressesOfOneNetworkHaveOneAllowanceTogether() {
        // Given
        gatekeeper.enter(from("2001:db8:1:2:0:0:0:1"), Verb.PRODUCE, "orders");

        // Then
        assertThatThrownBy(() -> gatekeeper.enter(from("2001:db8:1:2:a:b:c:d"), Verb.PRODUCE, "orders"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("more than this address may do at once");
        assertThatCode(() -> gatekeeper.enter(from("2001:db8:1:3:0:0:0:1"), Verb.PRODUCE, "orders"))
                .doesNotThrowAnyException();
    }

    @Test
    void addressesOfIpv4HaveOneEach() {
        gatekeeper.enter(from("192.0.2.1"), Verb.PRODUCE, "orders");

        assertThatCode(() -> gatekeeper.enter(from("192.0.2.2"), Verb.PRODUCE, "orders"))
                .doesNotThrowAnyException();
    }

    private static Head from(String remote) {
        return new Head(
                "POST",
                List.of("topics", "orders", "records"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                remote,
                new Head.Target("/topics/orders/records", ""));
    }
}
