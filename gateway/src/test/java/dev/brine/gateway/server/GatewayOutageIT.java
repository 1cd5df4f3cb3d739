package dev.brine.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.server.Gateway.Said;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker away, and back. */
@Timeout(180)
final class GatewayOutageIT {

    @TempDir
    Path directory;

    @Test
    void brokerThatIsAwayIs503Or504AndItsReturnIsEnough() {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("orders", 1);
            broker.createTopic("others", 1);
            Map<String, Object> impatient = Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "delivery.timeout.ms",
                    "4000",
                    "request.timeout.ms",
                    "2000",
                    "reconnect.backoff.max.ms",
                    "200");
            try (Gateway gateway =
                    new Gateway(broker, directory, UnaryOperator.identity(), UnaryOperator.identity(), impatient)) {
                gateway.register("orders-value", Schemas.ORDER);
                gateway.register("others-value", Schemas.ORDER);
                assertThat(post(gateway, "orders").join().status()).isEqualTo(200);

                // When
                broker.stop(0);
                List<CompletableFuture<Said>> during = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    during.add(post(gateway, "orders"));
                }
                Said unknown = post(gateway, "others").join();
                Said range = gateway.get("/topics/orders/partitions/0/records");

                // Then
                assertThat(during).allSatisfy(one -> {
                    assertThat(one.join().status()).isIn(503, 504);
                    assertThat(one.join().json().get("error_code").asInt()).isIn(50301, 50401);
                });
                assertThat(unknown.status()).isEqualTo(503);
                assertThat(unknown.header("Retry-After")).isNotBlank();
                assertThat(range.status()).isEqualTo(503);

                // When
                broker.start(0);

                // Then
                Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    assertThat(post(gateway, "orders").join().status()).isEqualTo(200);
                    assertThat(gateway.get("/topics/orders/partitions/0/records")
                                    .status())
                            .isEqualTo(200);
                });
            }
        }
    }

    private static CompletableFuture<Said> post(Gateway gateway, String topic) {
        return gateway.later(gateway.request("/topics/" + topic + "/records")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"a\"}")));
    }
}
