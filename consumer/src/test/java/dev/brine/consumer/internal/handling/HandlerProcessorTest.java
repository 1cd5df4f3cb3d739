package dev.brine.consumer.internal.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.consumer.AsyncContextHandler;
import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.Context;
import dev.brine.consumer.ContextHandler;
import dev.brine.consumer.FailureClass;
import dev.brine.consumer.Finished;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Message;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.SkipException;
import dev.brine.consumer.StopException;
import dev.brine.consumer.TextReader;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.RecordingOutlet;
import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

final class HandlerProcessorTest {

    private final List<Message<String, String>> seen = new ArrayList<>();
    private final List<Finished<String, String>> finished = new ArrayList<>();
    private final RecordingOutlet sent = new RecordingOutlet();

    @Test
    void handlerGetsTheDecodedMessage() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order 1"));

        // When
        Verdict verdict = sync(seen::add).attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DONE);
        assertThat(seen).singleElement().satisfies(message -> {
            assertThat(message.key()).isEqualTo("alice");
            assertThat(message.value()).isEqualTo("order 1");
            assertThat(message.frame()).isEqualTo("text");
            assertThat(message.attempt()).isOne();
            assertThat(message).hasToString("orders-3@7 written as texts v1 (id 1)");
        });
        assertThat(finished).singleElement().extracting(Finished::outcome).isEqualTo(Finished.Outcome.DONE);
    }

    @Test
    void tombstoneReachesTheHandlerWithoutAValueOrSchema() {
        // When
        sync(seen::add).attempt(Samples.work(Samples.record(7, "alice", null)));

        // Then
        assertThat(seen).singleElement().satisfies(message -> {
            assertThat(message.value()).isNull();
            assertThat(message.writer()).isNull();
        });
    }

    @Test
    void recordThatDoesNotDecodeIsDeadWithoutACallOfTheHandler() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", TextReader.POISON));

        // When
        Verdict verdict = sync(seen::add).attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(seen).isEmpty();
        assertThat(work.attempts().stage()).isEqualTo(Stage.VALUE);
        assertThat(work.attempts().count()).isZero();
        assertThat(work.attempts().cause()).isInstanceOf(DecodeException.class);
    }

    @Test
    void keyThatDoesNotDecodeIsDeadToo() {
        // Given
        Deserializer<String> broken = (topic, bytes) -> {
            throw new IllegalArgumentException("planted");
        };
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict verdict = processor(broken, HandlerCall.of((Handler<String, String>) seen::add))
                .attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(work.attempts().stage()).isEqualTo(Stage.KEY);
    }

    @Test
    void registryThatIsAwayIsWaitedForAndCountsAsNoAttempt() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", TextReader.REGISTRY_AWAY));
        HandlerProcessor<String, String> processor = sync(seen::add);

        for (int i = 0; i < 20; i++) {
            // When
            Verdict verdict = processor.attempt(work);

            // Then
            assertThat(verdict).isEqualTo(Verdict.RETRY);
            assertThat(work.attempts().count()).isZero();
        }
    }

    @Test
    void failingHandlerIsRetriedUntilTheLimitAndThenDead() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        HandlerProcessor<String, String> processor = sync(message -> {
            seen.add(message);
            throw new IllegalStateException("no");
        });

        // When
        List<Verdict> verdicts = List.of(processor.attempt(work), processor.attempt(work), processor.attempt(work));

        // Then
        assertThat(verdicts).containsExactly(Verdict.RETRY, Verdict.RETRY, Verdict.DEAD);
        assertThat(seen).extracting(Message::attempt).containsExactly(1, 2, 3);
        assertThat(work.attempts().count()).isEqualTo(3);
        assertThat(work.attempts().firstFailure())
                .isLessThanOrEqualTo(work.attempts().lastFailure());
        assertThat(finished).isEmpty();
    }

    @Test
    void everyAttemptIsDecodedAnewAndLeavesTheRecordAsItWas() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        HandlerProcessor<String, String> processor = processor(new MovingDeserializer(), HandlerCall.of(message -> {
            seen.add(message);
            if (message.attempt() == 1) {
                throw new IllegalStateException("once");
            }
        }));

        // When
        processor.attempt(work);
        processor.attempt(work);

        // Then
        assertThat(seen).extracting(Message::value).containsExactly("order", "order");
        assertThat(seen).extracting(Message::key).containsExactly("alice", "alice");
        assertThat(work.record().value()).isEqualTo(Samples.bytes("order"));
        assertThat(work.record().key()).isEqualTo(Samples.bytes("alice"));
    }

    @Test
    void givingUpIsDeadAtOnce() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict verdict = sync(message -> {
                    throw new GiveUpException("closed account");
                })
                .attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(work.attempts().stage()).isEqualTo(Stage.GIVEN_UP);
    }

    @Test
    void failureOfAClassThatIsGivenUpIsDeadAtOnce() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict verdict = sync(message -> {
                    throw new IllegalArgumentException("no such account");
                })
                .attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(work.attempts().stage()).isEqualTo(Stage.GIVEN_UP);
        assertThat(work.attempts().count()).isOne();
    }

    @Test
    void failureThatStopsTheWorkerFinishesNothing() {
        // Given
        Work byWord = Samples.work(Samples.record(7, "alice", "order"));
        Work byClass = Samples.work(Samples.record(8, "alice", "order"));

        // When
        Verdict said = sync(message -> {
                    throw new StopException("disk is full");
                })
                .attempt(byWord);
        Verdict classed = async(message -> CompletableFuture.failedFuture(new SecurityException("password")))
                .attempt(byClass);

        // Then
        assertThat(said).isEqualTo(Verdict.STOP);
        assertThat(classed).isEqualTo(Verdict.STOP);
        assertThat(byWord.attempts().cause()).hasMessage("disk is full");
        assertThat(finished).isEmpty();
    }

    @Test
    void ruleThatFailsOrAnswersNothingMeansAnotherAttempt() {
        // Given
        Function<Throwable, FailureClass> broken = failure -> {
            if (failure instanceof IllegalStateException) {
                throw new IllegalStateException("planted");
            }
            return null;
        };
        HandlerProcessor<String, String> processor = processor(
                new StringDeserializer(),
                HandlerCall.of((Message<String, String> message) -> {
                    throw message.offset() == 1 ? new IllegalStateException("x") : new RuntimeException("y");
                }),
                Retry.times(3).classify(broken));

        // When, Then
        assertThat(processor.attempt(Samples.work(Samples.record(1, "a", "b")))).isEqualTo(Verdict.RETRY);
        assertThat(processor.attempt(Samples.work(Samples.record(2, "a", "b")))).isEqualTo(Verdict.RETRY);
    }

    @Test
    void typeWithoutAHandlerIsDeadAndNoAttempt() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        Routes.Builder<String, String> routes = new Routes.Builder<>();
        routes.add("shop.OrderPlaced", HandlerCall.of((Message<String, String> message) -> {
            seen.add(message);
        }));

        // When
        Verdict verdict = processor(new StringDeserializer(), routes.build()).attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(work.attempts().stage()).isEqualTo(Stage.UNHANDLED);
        assertThat(work.attempts().count()).isZero();
        assertThat(work.attempts().writer()).isNotNull();
        assertThat(work.attempts().cause()).hasMessageContaining("no handler for string (java.lang.String)");
        assertThat(seen).isEmpty();
    }

    @Test
    void skippingFinishesTheRecord() {
        // When
        Verdict verdict = sync(message -> {
                    throw new SkipException("not ours");
                })
                .attempt(Samples.work(Samples.record(7, "alice", "order")));

        // Then
        assertThat(verdict).isEqualTo(Verdict.SKIPPED);
        assertThat(finished).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Finished.Outcome.SKIPPED);
            assertThat(record.cause()).hasMessage("not ours");
        });
    }

    @Test
    void errorsOfAHandlerAreFailuresLikeOthers() {
        assertThat(sync(message -> {
                            throw new StackOverflowError();
                        })
                        .attempt(Samples.work(Samples.record(7, "alice", "order"))))
                .isEqualTo(Verdict.RETRY);
    }

    @Test
    void interruptThatAHandlerLeavesBehindIsCleared() {
        // When
        sync(message -> Thread.currentThread().interrupt()).attempt(Samples.work(Samples.record(7, "a", "b")));

        // Then
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void failureOfALostAssignmentIsNotJudged() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict verdict = sync(message -> {
                    work.assignment().close();
                    throw new GiveUpException("interrupted");
                })
                .attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.RETRY);
    }

    @Test
    void stageThatCompletesLaterIsPendingAndThenJudged() {
        // Given
        CompletableFuture<Void> answer = new CompletableFuture<>();
        HandlerProcessor<String, String> processor = async(message -> answer);
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict first = processor.attempt(work);
        Verdict second = processor.settle(work, new CompletionException(new IllegalStateException("late")));

        // Then
        assertThat(first).isEqualTo(Verdict.PENDING);
        assertThat(second).isEqualTo(Verdict.RETRY);
        assertThat(work.attempts().cause()).hasMessage("late").isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stageThatIsCompleteAlreadyIsJudgedAtOnce() {
        assertThat(async(message -> CompletableFuture.completedFuture("x"))
                        .attempt(Samples.work(Samples.record(7, "alice", "order"))))
                .isEqualTo(Verdict.DONE);
        assertThat(async(message -> CompletableFuture.failedFuture(new SkipException("no")))
                        .attempt(Samples.work(Samples.record(7, "alice", "order"))))
                .isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void missingStageIsAFailureThatSaysSo() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict verdict = async(message -> null).attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.RETRY);
        assertThat(work.attempts().cause()).hasMessageContaining("null instead of a stage");
    }

    @Test
    void whatAHandlerSentGoesOutWhenItReturnsAndTheRecordWaitsForTheAcknowledgement() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        CompletableFuture<Object> acknowledged = new CompletableFuture<>();
        sent.answer = acknowledged;
        HandlerProcessor<String, String> processor = context((message, context) -> {
            context.send(
                    "invoices", Samples.bytes("k").array(), Samples.bytes("1").array());
            assertThat(sent.values()).isEmpty();
        });

        // When
        Verdict verdict = processor.attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.PENDING);
        assertThat(sent.values()).containsExactly("1");
        assertThat(finished).isEmpty();
        assertThat(processor.settle(work, null)).isEqualTo(Verdict.DONE);
        assertThat(finished).hasSize(1);
    }

    @Test
    void whatAFailedAttemptSentNeverGoesOutAndTheNextOneSendsAnew() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        HandlerProcessor<String, String> processor = context((message, context) -> {
            context.send(
                    "invoices",
                    null,
                    Samples.bytes("attempt " + message.attempt()).array());
            if (message.attempt() == 1) {
                throw new IllegalStateException("planted");
            }
        });

        // When, Then
        assertThat(processor.attempt(work)).isEqualTo(Verdict.RETRY);
        assertThat(sent.values()).isEmpty();
        assertThat(processor.attempt(work)).isEqualTo(Verdict.DONE);
        assertThat(sent.values()).containsExactly("attempt 2");
    }

    @Test
    void sendThatIsNotAcknowledgedIsAFailedAttempt() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        sent.answer = CompletableFuture.failedFuture(new SendFailedException("invoices", new TimeoutException("late")));

        // When
        Verdict verdict = context((message, context) -> context.send("invoices", null, null))
                .attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.RETRY);
        assertThat(work.attempts().count()).isOne();
        assertThat(work.attempts().cause())
                .isInstanceOf(SendFailedException.class)
                .hasMessageContaining("invoices");
    }

    @Test
    void contextOfAnEndedAttemptRefusesToSend() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        AtomicReference<Context> kept = new AtomicReference<>();
        context((message, context) -> kept.set(context)).attempt(work);

        // When, Then
        assertThatThrownBy(() -> kept.get().send("invoices", null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("attempt 1 at orders-3@7")
                .hasMessageContaining("has ended");
        assertThat(sent.values()).isEmpty();
    }

    @Test
    void attemptThatIsEndedByOthersThanItsHandlerSendsNothing() {
        // Given: an attempt that is judged as failed while its stage is still to come, as by a deadline
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        CompletableFuture<Void> stage = new CompletableFuture<>();
        HandlerProcessor<String, String> processor = new HandlerProcessor<>(
                new StringDeserializer(),
                new TextReader(),
                HandlerCall.of((AsyncContextHandler<String, String>) (message, context) -> {
                    context.send("invoices", null, Samples.bytes("late").array());
                    return stage;
                }),
                Retry.times(3),
                new Outcomes<>(),
                sent);
        assertThat(processor.attempt(work)).isEqualTo(Verdict.PENDING);
        assertThat(processor.settle(work, new TimeoutException("deadline"))).isEqualTo(Verdict.RETRY);

        // When
        stage.complete(null);

        // Then
        assertThat(sent.values()).isEmpty();
    }

    @Test
    void asynchronousHandlerSendsWhenItsStageCompletes() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        CompletableFuture<Void> stage = new CompletableFuture<>();
        HandlerProcessor<String, String> processor = new HandlerProcessor<>(
                new StringDeserializer(),
                new TextReader(),
                HandlerCall.of((AsyncContextHandler<String, String>) (message, context) -> {
                    context.send("invoices", null, Samples.bytes("early").array());
                    return stage.thenRun(() ->
                            context.send("invoices", null, Samples.bytes("late").array()));
                }),
                Retry.times(3),
                new Outcomes<>(),
                sent);
        assertThat(processor.attempt(work)).isEqualTo(Verdict.PENDING);
        assertThat(sent.values()).isEmpty();

        // When
        stage.complete(null);

        // Then
        assertThat(sent.values()).containsExactly("early", "late");
    }

    private HandlerProcessor<String, String> context(ContextHandler<String, String> handler) {
        return processor(new StringDeserializer(), HandlerCall.of(handler));
    }

    private HandlerProcessor<String, String> sync(Handler<String, String> handler) {
        return processor(new StringDeserializer(), HandlerCall.of(handler));
    }

    private HandlerProcessor<String, String> async(AsyncHandler<String, String> handler) {
        return processor(new StringDeserializer(), HandlerCall.of(handler));
    }

    private HandlerProcessor<String, String> processor(Deserializer<String> keys, HandlerCall<String, String> call) {
        Retry retry = Retry.times(3).giveUpOn(IllegalArgumentException.class).stopOn(SecurityException.class);
        return processor(keys, call, retry);
    }

    private HandlerProcessor<String, String> processor(
            Deserializer<String> keys, HandlerCall<String, String> call, Retry retry) {
        Outcomes<String, String> outcomes = new Outcomes<>();
        outcomes.add(finished::add);
        return new HandlerProcessor<>(keys, new TextReader(), call, retry, outcomes, sent);
    }

    /** Reads as many do: by moving the buffer it was given. */
    private static final class MovingDeserializer extends StringDeserializer {
        @Override
        public String deserialize(String topic, Headers headers, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            return super.deserialize(topic, bytes);
        }
    }
}
