package dev.brine.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EventsTest {

    private interface Placed {}

    private record OrderPlaced(String id) implements Placed {}

    private static class Base {}

    private static final class Derived extends Base {}

    @Test
    void anEventGoesToTheNearestHandler() throws Exception {
        // Given
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Events events = Events.builder("e")
                .on(Placed.class, event -> seen.add("placed"))
                .on(Base.class, event -> seen.add("base"))
                .onAsync(String.class, event -> {
                    seen.add(event);
                    return CompletableFuture.completedFuture(null);
                })
                .otherwise(event -> seen.add("other"))
                .start()) {

            // When
            events.give(null, new OrderPlaced("1")).get();
            events.give(null, new Derived()).get();
            events.give(null, "text").get();
            events.give(null, 7).get();
        }

        // Then
        assertThat(seen).containsExactly("placed", "base", "text", "other");
    }

    @Test
    void whatNobodyWantsFailsAndTakesNoRoom() throws Exception {
        try (Events events =
                Events.builder("e").capacity(1).on(String.class, event -> {}).start()) {
            for (int i = 0; i < 3; i++) {
                // When
                CompletableFuture<Void> done = events.give(null, 7);

                // Then
                assertThatThrownBy(done::get).hasCauseInstanceOf(UnhandledException.class);
            }
            events.give(null, "text").get();
        }
    }

    @Test
    void ofOneKeyOneIsHandledAtATimeInOrder() throws Exception {
        // Given
        Map<Integer, List<Integer>> seen = new ConcurrentHashMap<>();
        Map<Integer, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        try (Events events = Events.builder("e")
                .threads(8)
                .onAsync(Integer.class, event -> {
                    int key = event % 10;
                    AtomicInteger count = inside.computeIfAbsent(key, one -> new AtomicInteger());
                    if (count.incrementAndGet() > 1) {
                        overlaps.incrementAndGet();
                    }
                    return CompletableFuture.runAsync(() -> {
                        seen.computeIfAbsent(key, one -> new CopyOnWriteArrayList<>())
                                .add(event);
                        count.decrementAndGet();
                    });
                })
                .start()) {

            // When
            for (int i = 0; i < 5_000; i++) {
                all.add(events.give(i % 10, i));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
        }

        // Then
        assertThat(overlaps).hasValue(0);
        assertThat(seen)
                .hasSize(10)
                .allSatisfy((key, events) -> assertThat(events).hasSize(500).isSorted());
    }

    @Test
    void aFailureIsTheEventsOwnAndItsKeyGoesOn() throws Exception {
        // Given
        try (Events events = Events.builder("e")
                .on(Integer.class, event -> {
                    if (event == 1) {
                        throw new IOException("planned");
                    }
                })
                .start()) {

            // When
            CompletableFuture<Void> first = events.give("k", 1);
            CompletableFuture<Void> second = events.give("k", 2);

            // Then
            assertThatThrownBy(first::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            second.get();
        }
    }

    @Test
    void whenItIsFullNothingIsTakenAndNothingDropped() throws Exception {
        // Given
        CountDownLatch open = new CountDownLatch(1);
        try (Events events = Events.builder("e")
                .capacity(2)
                .on(Integer.class, event -> open.await())
                .start()) {
            CompletableFuture<Void> first = events.give("k", 1);
            CompletableFuture<Void> second = events.give("k", 2);

            // When
            Optional<CompletableFuture<Void>> third = events.tryGive("k", 3);
            CompletableFuture<CompletableFuture<Void>> waiting = new CompletableFuture<>();
            Thread giver = new Thread(() -> {
                try {
                    waiting.complete(events.give("k", 3));
                } catch (InterruptedException e) {
                    waiting.completeExceptionally(e);
                }
            });
            giver.start();

            // Then
            assertThat(third).isEmpty();
            assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            open.countDown();
            first.get();
            second.get();
            waiting.get().get();
        }
    }

    @Test
    void aHandlerThatTakesTooLongIsInterruptedAndItsThreadIsGoodAgain() throws Exception {
        // Given
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CountDownLatch never = new CountDownLatch(1);
        try (Events events = Events.builder("e")
                .threads(1)
                .handlerTimeout(Duration.ofMillis(50))
                .meters(meters)
                .on(Integer.class, event -> {
                    if (event == 1) {
                        never.await();
                    }
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                })
                .start()) {

            // When
            CompletableFuture<Void> late = events.give("k", 1);

            // Then
            assertThatThrownBy(late::get).hasCauseInstanceOf(TimeoutException.class);
            events.give("k", 2).get();
        }
        assertThat(meters.get("brine.gateway.events.handled")
                        .tag("outcome", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aStageThatDoesNotCompleteIsCancelled() throws Exception {
        // Given
        CompletableFuture<Void> stage = new CompletableFuture<>();
        try (Events events = Events.builder("e")
                .handlerTimeout(Duration.ofMillis(50))
                .onAsync(Integer.class, event -> event == 1 ? stage : CompletableFuture.completedFuture(null))
                .start()) {

            // When
            CompletableFuture<Void> late = events.give("k", 1);
            CompletableFuture<Void> next = events.give("k", 2);

            // Then
            assertThatThrownBy(late::get).hasCauseInstanceOf(TimeoutException.class);
            next.get();
            Awaitility.await().until(stage::isCancelled);
        }
    }

    @Test
    void closingWaitsAndThenRefusesWhatIsBehind() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Events events = Events.builder("e")
                .on(Integer.class, event -> {
                    begun.countDown();
                    never.await();
                })
                .start();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(events.give("k", i));
        }
        begun.await();

        // When
        events.close(Duration.ofMillis(50));

        // Then
        assertThatThrownBy(() -> all.get(0).get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        for (CompletableFuture<Void> one : all.subList(1, 500)) {
            assertThatThrownBy(() -> one.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(RejectedExecutionException.class);
        }
        assertThatThrownBy(() -> events.give("k", 1).get()).hasCauseInstanceOf(RejectedExecutionException.class);
    }
}
