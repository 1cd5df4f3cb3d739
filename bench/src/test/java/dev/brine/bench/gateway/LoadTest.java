package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTest {

    @Test
    void aRateIsKeptWhateverIsAnsweredAndRefusalsAreCounted() throws IOException {
        // Given
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(Setup.local(0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            boolean good = asked.incrementAndGet() % 2 == 0;
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Retry-After", "1");
            exchange.sendResponseHeaders(good ? 200 : 503, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        byte[] request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}".getBytes(UTF_8);
        Target target = new Target(server.getAddress(), ByteBuffer.wrap(request), Answers.Http::new);

        // When
        Tally tally;
        try (Load load = new Load(target, 20)) {
            tally = load.run(new Step(200, 1));
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }

        // Then
        assertThat(tally.acceptedCount() + tally.otherCount()).isEqualTo(200);
        assertThat(asked.get()).isEqualTo((int) (tally.acceptedCount() + tally.pushedBack()));
        assertThat(tally.advised()).isEqualTo(tally.pushedBack());
        assertThat(tally.pushedBack()).isPositive();
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> Options.parse(new String[] {"--only", "nothing"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> Options.parse(new String[] {"--connections", "0"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Options.parse(new String[] {"--overload"}).cases).isEqualTo(Case.USUAL);
        assertThat(Options.parse(new String[] {"--overload"}).connections).containsExactly(1_000);
        assertThat(Options.parse(new String[0]).connections).containsExactly(1, 16, 128, 1_000);
        assertThat(Bodies.order()).hasSizeBetween(990, 1_050);
    }
}
