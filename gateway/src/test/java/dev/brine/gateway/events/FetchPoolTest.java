package dev.brine.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.StubServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FetchPoolTest {

    private static final FetchSettings HERE = FetchSettings.of("f").hosts(Set.of("127.0.0.1"));

    private final List<Fetched.Page> pages = new CopyOnWriteArrayList<>();
    private final List<Fetched.Missed> missed = new CopyOnWriteArrayList<>();

    private Events events() {
        return Events.builder("e")
                .on(Fetched.Page.class, pages::add)
                .on(Fetched.Missed.class, missed::add)
                .start();
    }

    @Test
    void eachAddressIsOneEventUnderTheCaps() throws Exception {
        // Given
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (StubServer server = new StubServer((seen, exchange) -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    boolean bad = seen.uri().getPath().endsWith("7");
                    inside.decrementAndGet();
                    StubServer.send(
                            exchange, bad ? 500 : 200, seen.uri().getPath().getBytes(UTF_8));
                });
                HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry());
                Events events = events()) {

            // When
            try (FetchPool pool = FetchPool.start(engine, HERE.atOnce(8, 2).waiting(5), events)) {
                pool.fetchAll(IntStream.range(0, 100)
                        .mapToObj(i -> server.url("/" + i))
                        .toList());
            }
            events.close();

            // Then
            assertThat(pages).hasSize(90).allSatisfy(page -> assertThat(new String(page.body(), UTF_8))
                    .isEqualTo(page.uri().getPath()));
            assertThat(missed).hasSize(10).allSatisfy(page -> assertThat(page.status())
                    .isEqualTo(500));
            assertThat(most.get()).isLessThanOrEqualTo(2);
            assertThat(server.seen).hasSize(100);
        }
    }

    @Test
    void aServerThatHangsHoldsUpNoOther() throws Exception {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer slow = new StubServer((seen, exchange) -> {
                    end.await();
                    StubServer.send(exchange, 200, new byte[1]);
                });
                StubServer quick = new StubServer((seen, exchange) -> StubServer.send(exchange, 200, new byte[1]));
                HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry());
                Events events = events();
                FetchPool pool = FetchPool.start(engine, HERE.atOnce(3, 2), events)) {

            // When
            for (int i = 0; i < 10; i++) {
                pool.fetch(slow.url("/"));
            }
            for (int i = 0; i < 10; i++) {
                pool.fetch(quick.url("/"));
            }

            // Then
            Awaitility.await().untilAsserted(() -> assertThat(pages).hasSize(10));
            assertThat(slow.seen.size()).isLessThanOrEqualTo(2);
            end.countDown();
            Awaitility.await().untilAsserted(() -> assertThat(pages).hasSize(20));
        }
    }

    @Test
    void whatIsTooLargeTooLateOrNotAllowedIsMissed() throws Exception {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, exchange) -> {
                    if (seen.uri().getPath().equals("/late")) {
                        end.await();
                    }
                    StubServer.send(exchange, 200, new byte[2_000]);
                });
                HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry());
                Events events = events()) {
            FetchSettings settings = HERE.within(Duration.ofMillis(300), 1_000);

            // When
            try (FetchPool pool = FetchPool.start(engine, settings, events)) {
                pool.fetchAll(List.of(
                        server.url("/late"),
                        server.url("/large"),
                        URI.create("http://169.254.169.254/latest"),
                        URI.create("file:///etc/passwd"),
                        URI.create("relative")));
            }
            events.close();
            end.countDown();

            // Then
            Map<String, Long> reasons = missed.stream()
                    .map(Fetched.Missed::reason)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(reasons).isEqualTo(Map.of("timeout", 1L, "too-large", 1L, "not-allowed", 3L));
            assertThat(pages).isEmpty();
        }
    }

    @Test
    void whatHasNotBegunWhenTheTimeIsOverIsMissed() throws Exception {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        try (StubServer server = new StubServer((seen, exchange) -> {
                    end.await();
                    StubServer.send(exchange, 200, new byte[1]);
                });
                HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry());
                Events events = events()) {
            FetchPool pool = FetchPool.start(engine, HERE.atOnce(2, 1).within(Duration.ofMillis(500), 100), events);
            pool.fetchAll(List.of(server.url("/1"), server.url("/2"), server.url("/3")));

            // When
            pool.close(Duration.ofMillis(100));
            events.close();
            end.countDown();

            // Then
            assertThat(missed)
                    .extracting(Fetched.Missed::reason)
                    .containsExactlyInAnyOrder("timeout", "closed", "closed");
        }
    }

    @Test
    void withoutNamedHostsNoAddressOfThisMachineIsAsked() {
        // Given
        FetchSettings any = FetchSettings.of("f");

        // Then
        assertThat(any.allows(URI.create("https://example.org/a"))).isTrue();
        for (String text : List.of(
                "http://127.0.0.1/",
                "http://[::1]/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://localhost/",
                "http://a.localhost./",
                "http://user@example.org/",
                "ftp://example.org/")) {
            assertThat(any.allows(URI.create(text))).as(text).isFalse();
        }
    }
}
