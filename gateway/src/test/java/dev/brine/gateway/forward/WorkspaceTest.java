package dev.brine.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.exchange.Forms;
import dev.brine.gateway.exchange.ValueForm;
import dev.brine.gateway.http.Refusal;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkspaceTest {

    private static final Limits LIMITS = Limits.DEFAULT;
    private final ValueForm json = Forms.plain(LIMITS).in("json");
    private final ValueForm pickle = Forms.plain(LIMITS).in("pickle");

    @Test
    void manyPartsCostMoreThanOneLongText() {
        assertThat(json.cost(bytes("[" + "{},".repeat(1_000) + "1]"))).isGreaterThan(200_000);
        assertThat(json.cost(bytes("\"" + "{},[]\\\"".repeat(1_000) + "\""))).isLessThan(30_000);
        assertThat(pickle.cost(new byte[10_000])).isGreaterThan(1_000_000);
    }

    @Test
    void onlySoMuchIsWorkedOnAtATime() {
        // Given
        Workspace workspace = new Workspace(100_000, Duration.ofMillis(50));
        byte[] body = new byte[600];
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> workspace.with(pickle, body, () -> {
            inside.countDown();
            await(end);
            return "first";
        }));
        await(inside);

        // When
        assertThatThrownBy(() -> workspace.with(pickle, body, () -> "second"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
        end.countDown();

        // Then
        assertThat(first.join()).isEqualTo("first");
        assertThat(workspace.with(pickle, body, () -> "third")).isEqualTo("third");
        assertThat(workspace.with(pickle, new byte[1_000_000], () -> "larger than all"))
                .isEqualTo("larger than all");
    }

    @Test
    void roomIsGivenBackWhenTheWorkFails() {
        Workspace workspace = new Workspace(100_000, Duration.ofMillis(50));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> workspace.with(pickle, new byte[600], () -> {
                        throw new IllegalStateException("failed");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void plainJsonHasABoundOnItsValues() {
        Limits few = new Limits(1 << 20, 1 << 20, 100, 50, 1_000);
        ValueForm bounded = Forms.plain(few).in("json");

        assertThat(bounded.decode(bytes("[" + "1,".repeat(98) + "1]")))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(99);
        assertThatThrownBy(() -> bounded.decode(bytes("[" + "1,".repeat(200) + "1]")))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("limit.max.items");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
