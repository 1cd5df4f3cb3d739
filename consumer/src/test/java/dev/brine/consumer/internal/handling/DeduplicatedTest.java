package dev.brine.consumer.internal.handling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.DeduplicationStore;
import dev.brine.consumer.Finished;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import dev.brine.consumer.Retry;
import dev.brine.consumer.TextReader;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.RecordingOutlet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class DeduplicatedTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeduplicationStore memory = DeduplicationStore.inMemory(100, Duration.ofMinutes(1));
    private final List<Finished<String, String>> finished = new ArrayList<>();
    private final List<String> handled = new ArrayList<>();
    private boolean down;

    /** Fails while {@code down}. */
    private final DeduplicationStore store = new DeduplicationStore() {
        @Override
        public boolean contains(String id) throws Exception {
            if (down) {
                throw new IOException("store away");
            }
            return memory.contains(id);
        }

        @Override
        public void add(String id) throws Exception {
            if (down) {
                throw new IOException("store away");
            }
            memory.add(id);
        }
    };

    @Test
    void whatIsDoneIsNotHandledAgain() {
        // Given
        HandlerProcessor<String, String> processor = processor(HandlerCall.of((Handler<String, String>) this::handle));

        // When
        List<Verdict> verdicts = List.of(
                processor.attempt(work(1, "a")), processor.attempt(work(2, "b")), processor.attempt(work(3, "a")));

        // Then
        assertThat(verdicts).containsExactly(Verdict.DONE, Verdict.DONE, Verdict.SKIPPED);
        assertThat(handled).containsExactly("a", "b");
        assertThat(finished.get(2).outcome()).isEqualTo(Finished.Outcome.SKIPPED);
        assertThat(finished.get(2).cause()).hasMessageContaining("duplicate");
        assertThat(duplicates()).isOne();
    }

    @Test
    void whatHasFailedIsHandledAgain() {
        // Given
        HandlerProcessor<String, String> processor = processor(HandlerCall.of((Handler<String, String>) message -> {
            handle(message);
            if (handled.size() == 1) {
                throw new IllegalStateException("once");
            }
        }));

        // When
        Verdict first = processor.attempt(work(1, "a"));
        Verdict second = processor.attempt(work(1, "a"));

        // Then
        assertThat(first).isEqualTo(Verdict.RETRY);
        assertThat(second).isEqualTo(Verdict.DONE);
        assertThat(handled).containsExactly("a", "a");
    }

    @Test
    void stageThatIsPendingIsNotDoneYet() {
        // Given
        CompletableFuture<Void> stage = new CompletableFuture<>();
        HandlerProcessor<String, String> processor =
                processor(HandlerCall.of((AsyncHandler<String, String>) message -> {
                    handle(message);
                    return stage;
                }));
        processor.attempt(work(1, "a"));

        // When
        Verdict meanwhile = processor.attempt(work(2, "a"));
        stage.complete(null);
        Verdict afterwards = processor.attempt(work(3, "a"));

        // Then
        assertThat(meanwhile).isEqualTo(Verdict.PENDING);
        assertThat(afterwards).isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void messageWithoutAnIdIsAlwaysHandled() {
        // Given
        HandlerProcessor<String, String> processor = processor(HandlerCall.of((Handler<String, String>) this::handle));

        // When
        processor.attempt(work(1, "none"));
        processor.attempt(work(2, "none"));

        // Then
        assertThat(handled).hasSize(2);
    }

    @Test
    void storeThatCannotTellFailsTheAttemptAndOneThatCannotTakeDoesNot() {
        // Given
        HandlerProcessor<String, String> processor = processor(HandlerCall.of((Handler<String, String>) message -> {
            handle(message);
            down = true;
        }));

        // When
        Verdict taken = processor.attempt(work(1, "a"));
        Verdict asked = processor.attempt(work(2, "b"));

        // Then
        assertThat(taken).as("the handler is done").isEqualTo(Verdict.DONE);
        assertThat(asked).as("not known whether it is a duplicate").isEqualTo(Verdict.RETRY);
        assertThat(handled).containsExactly("a");
    }

    @Test
    void batchHandlerGetsTheRestOfItsBatchAndOutcomesStayWithTheirRecords() throws Exception {
        // Given
        List<List<String>> batches = new ArrayList<>();
        BatchHandler<String, String> handler = new DeduplicatedBatches<>(
                batch -> {
                    batches.add(batch.stream().map(Message::value).toList());
                    return batch.stream()
                            .map(message -> message.value().equals("bad")
                                    ? RecordOutcome.giveUp(new IllegalStateException("no"))
                                    : RecordOutcome.done())
                            .toList();
                },
                duplicates);

        // When
        List<RecordOutcome> first = handler.handle(messages("a", "b"));
        List<RecordOutcome> second = handler.handle(messages("c", "a", "bad", "b", "d"));
        List<RecordOutcome> third = handler.handle(messages("a", "c", "bad"));
        List<RecordOutcome> fourth = handler.handle(messages("a", "c"));

        // Then
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("c", "bad", "d"), List.of("bad"));
        assertThat(kinds(first)).containsExactly("Done", "Done");
        assertThat(kinds(second)).containsExactly("Done", "Skipped", "GivenUp", "Skipped", "Done");
        assertThat(kinds(third)).containsExactly("Skipped", "Skipped", "GivenUp");
        assertThat(kinds(fourth)).as("not called for none").containsExactly("Skipped", "Skipped");
    }

    private final Duplicates<String, String> duplicates = new Duplicates<>(
            message -> message.value().equals("none") ? null : message.value(),
            store,
            new HandlingMeters(registry, "billing"));

    private void handle(Message<String, String> message) {
        handled.add(message.value());
    }

    private double duplicates() {
        return registry.get("brine.worker.duplicates")
                .tag("topic", "orders")
                .counter()
                .count();
    }

    private HandlerProcessor<String, String> processor(HandlerCall<String, String> handler) {
        Outcomes<String, String> outcomes = new Outcomes<>();
        outcomes.add(finished::add);
        return new HandlerProcessor<>(
                new StringDeserializer(),
                new TextReader(),
                new Deduplicated<>(handler, duplicates),
                Retry.DEFAULT,
                outcomes,
                new RecordingOutlet());
    }

    private static List<String> kinds(List<RecordOutcome> outcomes) {
        return outcomes.stream().map(one -> one.getClass().getSimpleName()).toList();
    }

    private static List<Message<String, String>> messages(String... values) throws Exception {
        Decoder<String, String> decoder = new Decoder<>(new StringDeserializer(), new TextReader());
        List<Message<String, String>> messages = new ArrayList<>();
        for (String value : values) {
            messages.add(decoder.message(work(messages.size(), value)));
        }
        return messages;
    }

    private static Work work(long offset, String value) {
        return Samples.work(Samples.record(offset, "key", value));
    }
}
