package dev.brine.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.cache.Served.How;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Time stands still but when a test moves it, and loads end when a test says so. */
final class ResponseCacheTest {

    private static final CacheKey KEY = new CacheKey("/forward/w/today", "q=1", "");
    private static final CacheSettings SETTINGS =
            CacheSettings.DEFAULT.lifetimes(Duration.ofSeconds(30), Duration.ofMinutes(10));

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** What was asked of the upstream, in order. */
    private final List<Map<String, String>> asked = new ArrayList<>();

    private final List<CompletableFuture<Loaded>> loads = new ArrayList<>();
    private double random = 0.5;

    private ResponseCache cache(CacheSettings settings) {
        return new ResponseCache(
                "/forward/w",
                settings,
                Runnable::run,
                meters,
                nanos::get,
                Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC),
                () -> random);
    }

    @Test
    void manyWhoAskForOneColdKeyCauseOneLoad() {
        // Given
        ResponseCache cache = cache(SETTINGS);

        // When
        List<CompletableFuture<Served>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(cache.get(KEY, this::load));
        }
        boolean waited = waiting.stream().noneMatch(CompletableFuture::isDone);
        answer(200, "a");

        // Then
        assertThat(waited).isTrue();
        assertThat(loads).hasSize(1);
        assertThat(waiting).allSatisfy(one -> assertThat(text(one.join())).isEqualTo("a"));
        assertThat(waiting.stream().filter(one -> one.join().collapsed())).hasSize(49);
        assertThat(count("collapsed")).isEqualTo(49);
        assertThat(count("miss")).isEqualTo(1);
    }

    @Test
    void anAnswerIsFreshUntilItsSoftEnd() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a");

        // When
        advance(29);
        Served hit = cache.get(KEY, this::load).join();

        // Then
        assertThat(hit.how()).isEqualTo(How.HIT);
        assertThat(hit.age()).isEqualTo(Duration.ofSeconds(29));
        assertThat(hit.ttl()).isEqualTo(Duration.ofSeconds(1));
        assertThat(loads).hasSize(1);
    }

    @Test
    void behindItsSoftEndItIsGivenWhileOneConditionalLoadRuns() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a", "etag", "\"v1\"", "last-modified", "Sat, 21 Nov 2026 07:00:00 GMT");
        advance(31);

        // When
        List<Served> stale = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            stale.add(cache.get(KEY, this::load).join());
        }
        answer(200, "b");
        Served after = cache.get(KEY, this::load).join();

        // Then
        assertThat(stale).allSatisfy(served -> {
            assertThat(served.how()).isEqualTo(How.STALE);
            assertThat(text(served)).isEqualTo("a");
            assertThat(served.ttl()).isNegative();
        });
        assertThat(loads).hasSize(2);
        assertThat(asked.get(1))
                .containsOnly(
                        Map.entry("if-none-match", "\"v1\""),
                        Map.entry("if-modified-since", "Sat, 21 Nov 2026 07:00:00 GMT"));
        assertThat(after.how()).isEqualTo(How.HIT);
        assertThat(text(after)).isEqualTo("b");
    }

    @Test
    void notModifiedMakesItFreshAgainWithAllItsCodecs() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        Served first = get(cache, 200, "a", "etag", "\"v1\"");
        cache.body(KEY, first.content(), "pickle");
        advance(31);
        cache.get(KEY, this::load).join();

        // When
        loads.get(1).complete(new Loaded.NotModified(Origin.of(Map.of())));
        Served after = cache.get(KEY, this::load).join();

        // Then
        assertThat(after.how()).isEqualTo(How.HIT);
        assertThat(after.age()).isZero();
        assertThat(cache.ready(KEY, "pickle")).isPresent();
        assertThat(loads).hasSize(2);
    }

    @Test
    void behindItsHardEndItIsGone() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a");
        advance(601);

        // When
        CompletableFuture<Served> next = cache.get(KEY, this::load);
        boolean waits = !next.isDone();
        answer(200, "b");

        // Then
        assertThat(waits).isTrue();
        assertThat(next.join().how()).isEqualTo(How.MISS);
        assertThat(asked.get(1)).isEmpty();
    }

    @Test
    void aFailureLeavesTheStaleAnswerAndIsNotRepeatedAtOnce() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a");
        advance(31);

        // When
        cache.get(KEY, this::load).join();
        fail();
        Served soon = cache.get(KEY, this::load).join();
        int before = loads.size();
        advance(6);
        Served later = cache.get(KEY, this::load).join();

        // Then
        assertThat(text(soon)).isEqualTo("a");
        assertThat(soon.how()).isEqualTo(How.STALE);
        assertThat(before).isEqualTo(2);
        assertThat(text(later)).isEqualTo("a");
        assertThat(loads).hasSize(3);
    }

    @Test
    void aFailureTakesTheStaleAnswerAwayWhereTheRouteWantsIt() {
        // Given
        ResponseCache cache = cache(SETTINGS.staleIfError(false));
        get(cache, 200, "a");
        advance(31);

        // When
        cache.get(KEY, this::load).join();
        fail();
        CompletableFuture<Served> next = cache.get(KEY, this::load);
        fail();

        // Then
        assertThat(next.join().content().status()).isEqualTo(502);
    }

    @Test
    void anAnswerThatMustNotBeGivenStaleIsAskedForAgainFirstOnceForAll() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a", "cache-control", "max-age=10, must-revalidate", "etag", "\"v1\"");
        advance(11);

        // When
        List<CompletableFuture<Served>> waiting =
                List.of(cache.get(KEY, this::load), cache.get(KEY, this::load), cache.get(KEY, this::load));
        boolean waited = waiting.stream().noneMatch(CompletableFuture::isDone);
        loads.get(1).complete(new Loaded.NotModified(Origin.of(Map.of())));

        // Then
        assertThat(waited).isTrue();
        assertThat(loads).hasSize(2);
        assertThat(asked.get(1)).containsEntry("if-none-match", "\"v1\"");
        assertThat(waiting).allSatisfy(one -> {
            assertThat(text(one.join())).isEqualTo("a");
            assertThat(one.join().how()).isEqualTo(How.REVALIDATED);
        });
    }

    @Test
    void anAnswerThatMustNotBeGivenStaleIsNotGivenWhenTheUpstreamFails() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a", "cache-control", "s-maxage=10", "etag", "\"v1\"");
        advance(11);

        // When
        CompletableFuture<Served> next = cache.get(KEY, this::load);
        fail();

        // Then
        assertThat(next.join().content().status()).isEqualTo(502);
    }

    @Test
    void aPrivateAnswerIsForItsAskerAlone() {
        // Given
        ResponseCache cache = cache(SETTINGS);

        // When
        CompletableFuture<Served> first = cache.get(KEY, this::load);
        CompletableFuture<Served> second = cache.get(KEY, this::load);
        answer(200, "for the first", "cache-control", "private");
        answer(200, "for the second", "cache-control", "private");
        CompletableFuture<Served> third = cache.get(KEY, this::load);
        answer(200, "for the third", "cache-control", "private");

        // Then
        assertThat(List.of(text(first.join()), text(second.join()), text(third.join())))
                .containsExactly("for the first", "for the second", "for the third");
        assertThat(loads).hasSize(3);
    }

    @Test
    void anAnswerWithACookieIsForItsAskerAlone() {
        ResponseCache cache = cache(SETTINGS.forced());
        get(cache, 200, "a", "set-cookie", "session=1");
        get(cache, 200, "b", "set-cookie", "session=2");

        assertThat(loads).hasSize(2);
    }

    @Test
    void failuresAreSharedWithThoseWhoWaitAndNotKept() {
        // Given
        ResponseCache cache = cache(SETTINGS);

        // When
        CompletableFuture<Served> first = cache.get(KEY, this::load);
        CompletableFuture<Served> second = cache.get(KEY, this::load);
        fail();
        CompletableFuture<Served> third = cache.get(KEY, this::load);

        // Then
        assertThat(first.join().content().status()).isEqualTo(502);
        assertThat(second.join().content().status()).isEqualTo(502);
        assertThat(third).isNotDone();
        assertThat(loads).hasSize(2);
    }

    @Test
    void negativeAnswersAreKeptForAShortTimeOnly() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 404, "none", "cache-control", "max-age=3600");

        // When
        advance(9);
        Served hit = cache.get(KEY, this::load).join();
        advance(2);
        CompletableFuture<Served> gone = cache.get(KEY, this::load);

        // Then
        assertThat(hit.how()).isEqualTo(How.HIT);
        assertThat(gone).isNotDone();
    }

    @Test
    void anAnswerOverTheBoundIsPassedOnAndNotKept() {
        // Given
        ResponseCache cache = cache(SETTINGS.bounded(1 << 20, 1_000));

        // When
        Served large = get(cache, 200, "x".repeat(2_000));
        CompletableFuture<Served> next = cache.get(KEY, this::load);

        // Then
        assertThat(large.stored()).isFalse();
        assertThat(text(large)).hasSize(2_000);
        assertThat(next).isNotDone();
    }

    @Test
    void aSecondCodecIsMadeOnceAndWeighed() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        Served served = get(cache, 200, "a".repeat(500));
        double before = bytes();

        // When
        Representation made = cache.body(KEY, served.content(), "pickle").orElseThrow();
        Representation again = cache.body(KEY, served.content(), "pickle").orElseThrow();

        // Then
        assertThat(again).isSameAs(made);
        assertThat(bytes() - before).isBetween(500.0, 1_000.0);
        assertThat(made.etag())
                .isNotEqualTo(served.content().own().orElseThrow().etag());
    }

    @Test
    void aSecondCodecThatHasNoRoomIsMadeEachTime() {
        // Given
        ResponseCache cache = cache(SETTINGS.bounded(1 << 20, 1_000));
        Served served = get(cache, 200, "a".repeat(500));

        // When
        Representation made = cache.body(KEY, served.content(), "pickle").orElseThrow();
        Representation again = cache.body(KEY, served.content(), "pickle").orElseThrow();

        // Then
        assertThat(again).isNotSameAs(made);
        assertThat(again.etag()).isEqualTo(made.etag());
        assertThat(cache.get(KEY, this::load).join().how()).isEqualTo(How.HIT);
    }

    @Test
    void allThatIsKeptStaysWithinItsBytes() {
        // Given
        ResponseCache cache = cache(SETTINGS.bounded(100_000, 10_000));

        // When
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<Served> one = cache.get(new CacheKey("/forward/w/" + i, "", ""), this::load);
            answer(200, "x".repeat(1_000));
            one.join();
        }

        // Then
        assertThat(bytes()).isBetween(10_000.0, 100_000.0);
        assertThat(meters.get("brine.cache.evictions")
                        .tag("cause", "size")
                        .counter()
                        .count())
                .isGreaterThan(800);
    }

    @Test
    void whatCameTogetherDoesNotEndTogether() {
        // Given
        ResponseCache cache = cache(SETTINGS);

        // When
        List<Duration> ends = new ArrayList<>();
        for (double one : new double[] {0, 0.5, 0.999}) {
            random = one;
            CompletableFuture<Served> served = cache.get(new CacheKey("/" + one, "", ""), this::load);
            answer(200, "a");
            ends.add(served.join().ttl());
        }
        random = 0.999;
        CompletableFuture<Served> told = cache.get(new CacheKey("/told", "", ""), this::load);
        answer(200, "a", "cache-control", "max-age=100");

        // Then
        assertThat(ends.get(0)).isEqualTo(Duration.ofSeconds(27));
        assertThat(ends.get(1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(ends.get(2)).isBetween(Duration.ofMillis(32_900), Duration.ofSeconds(33));
        assertThat(told.join().ttl()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
    }

    @Test
    void aPurgeDuringALoadKeepsWhatWasLoadedFromBeingKept() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        CompletableFuture<Served> running = cache.get(KEY, this::load);

        // When
        boolean purged = cache.purge(KEY);
        answer(200, "old");
        CompletableFuture<Served> next = cache.get(KEY, this::load);

        // Then
        assertThat(purged).isTrue();
        assertThat(text(running.join())).isEqualTo("old");
        assertThat(next).isNotDone();
    }

    @Test
    void aPurgeDuringARefreshKeepsItFromComingBack() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        get(cache, 200, "a");
        advance(31);
        cache.get(KEY, this::load).join();

        // When
        cache.purge();
        answer(200, "b");
        CompletableFuture<Served> next = cache.get(KEY, this::load);

        // Then
        assertThat(next).isNotDone();
    }

    @Test
    void aPathIsPurgedWithAllItsQueries() {
        // Given
        ResponseCache cache = cache(SETTINGS);
        for (String query : List.of("", "q=1", "q=2")) {
            cache.get(new CacheKey("/forward/w/today", query, ""), this::load);
            answer(200, "a");
        }
        cache.get(new CacheKey("/forward/w/yesterday", "", ""), this::load);
        answer(200, "a");

        // When
        int purged = cache.purge("/forward/w/today");

        // Then
        assertThat(purged).isEqualTo(3);
        assertThat(cache.ready(new CacheKey("/forward/w/yesterday", "", ""), "json"))
                .isPresent();
        assertThat(cache.purge()).isEqualTo(1);
    }

    @Test
    void aLoaderThatThrowsFailsItsWaitersAndNobodyElse() {
        // Given
        ResponseCache cache = cache(SETTINGS);

        // When
        CompletableFuture<Served> failed = cache.get(KEY, conditions -> {
            throw new IllegalStateException("a mistake");
        });
        CompletableFuture<Served> next = cache.get(KEY, this::load);
        answer(200, "a");

        // Then
        assertThat(failed).isCompletedExceptionally();
        assertThat(text(next.join())).isEqualTo("a");
    }

    // ---- the upstream

    private CompletableFuture<Loaded> load(Map<String, String> conditions) {
        asked.add(conditions);
        CompletableFuture<Loaded> load = new CompletableFuture<>();
        loads.add(load);
        return load;
    }

    private Served get(ResponseCache cache, int status, String body, String... headers) {
        CompletableFuture<Served> served = cache.get(KEY, this::load);
        answer(status, body, headers);
        return served.join();
    }

    /** Ends the oldest load that runs. */
    private void answer(int status, String body, String... headers) {
        Content content = new Content(
                status,
                Map.of(),
                Optional.of(Representation.of("json", "application/json", body.getBytes(UTF_8))),
                (own, codec) -> Representation.of(codec, "application/" + codec, (codec + body).getBytes(UTF_8)));
        Map<String, List<String>> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        running().complete(new Loaded.Fresh(content, Origin.of(all)));
    }

    private void fail() {
        running().complete(new Loaded.Failed(Content.empty(502, Map.of())));
    }

    private CompletableFuture<Loaded> running() {
        return loads.stream().filter(one -> !one.isDone()).findFirst().orElseThrow();
    }

    private void advance(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static String text(Served served) {
        return new String(served.content().own().orElseThrow().bytes(), UTF_8);
    }

    private double count(String outcome) {
        return meters.get("brine.cache.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double bytes() {
        return meters.get("brine.cache.bytes").gauge().value();
    }
}
