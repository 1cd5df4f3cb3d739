package dev.brine.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads ask for few keys whose answers end at once, fail now and then, and are wanted in two codecs. */
@Timeout(60)
final class ResponseCacheRaceTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 3_000;

    @Test
    void aKeyIsNeverLoadedTwiceAtATimeAndEveryCodecIsOfTheSameAnswer() throws Exception {
        // Given
        long seed = new Random().nextLong();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 4);
        ResponseCache cache = new ResponseCache(
                "/forward/w",
                CacheSettings.DEFAULT.lifetimes(Duration.ofNanos(200_000), Duration.ofHours(1)),
                pool,
                new SimpleMeterRegistry());
        Map<CacheKey, AtomicInteger> running = new ConcurrentHashMap<>();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger loads = new AtomicInteger();

        // When
        List<Future<?>> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Random random = new Random(seed + t);
            threads.add(pool.submit(() -> {
                for (int i = 0; i < ROUNDS; i++) {
                    CacheKey key = new CacheKey("/" + random.nextInt(4), "", "");
                    AtomicInteger now = running.computeIfAbsent(key, any -> new AtomicInteger());
                    Served served = cache.get(key, conditions -> {
                                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                int number = loads.incrementAndGet();
                                return CompletableFuture.supplyAsync(
                                        () -> {
                                            now.decrementAndGet();
                                            return loaded(number);
                                        },
                                        pool);
                            })
                            .join();
                    if (served.content().status() == 200) {
                        String own = text(served.content().own().orElseThrow());
                        String other =
                                text(cache.body(key, served.content(), "pickle").orElseThrow());
                        assertThat(other).as("seed " + seed).isEqualTo("pickle of " + own);
                    }
                }
            }));
        }
        for (Future<?> thread : threads) {
            thread.get(50, TimeUnit.SECONDS);
        }
        pool.shutdown();

        // Then
        assertThat(most).as("seed " + seed).hasValue(1);
        assertThat(loads.get()).isBetween(5, THREADS * ROUNDS);
    }

    private static Loaded loaded(int number) {
        if (number % 7 == 0) {
            return new Loaded.Failed(Content.empty(502, Map.of()));
        }
        Content content = new Content(
                200,
                Map.of(),
                Optional.of(Representation.of("json", "application/json", ("answer " + number).getBytes(UTF_8))),
                (own, codec) ->
                        Representation.of(codec, "application/" + codec, (codec + " of " + text(own)).getBytes(UTF_8)));
        return new Loaded.Fresh(content, Origin.of(Map.of()));
    }

    private static String text(Representation body) {
        return new String(body.bytes(), UTF_8);
    }
}
