package dev.brine.consumer.internal.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.consumer.Retry;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class TransactionalOutletTest {

    private final TransactionalOutlet outlet = new TransactionalOutlet(new Refusals(Retry.DEFAULT));

    @Test
    void outputsTravelWithTheirWorkUntilTheyAreTaken() {
        // Given
        Work work = work();
        Attempt attempt = new Attempt(work, outlet);
        attempt.send("invoices", null, Samples.bytes("1").array());
        attempt.send("invoices", null, Samples.bytes("2").array());

        // When
        assertThat(attempt.succeeded()).isNull();

        // Then
        assertThat(outlet.waiting()).isPositive();
        assertThat(outlet.take(work).records()).hasSize(2);
        assertThat(outlet.waiting()).isZero();
        assertThat(outlet.take(work)).isNull();
    }

    @Test
    void attemptThatIsJudgedAsFailedAfterItsEndTakesItsOutputsBack() {
        // Given
        Work work = work();
        Attempt attempt = new Attempt(work, outlet);
        attempt.send("invoices", null, Samples.bytes("1").array());
        attempt.succeeded();

        // When
        attempt.failed();

        // Then
        assertThat(outlet.take(work)).isNull();
        assertThat(outlet.waiting()).isZero();
    }

    @Test
    void noAttemptBeginsWhileTooMuchWaitsForTheOwner() throws Exception {
        // Given
        Work full = work();
        outlet.pass(full, new Outputs(List.of(new ProducerRecord<>("invoices", new byte[1])), 65L << 20));
        FutureTask<String> next = new FutureTask<>(() -> {
            outlet.admit(work());
            return "admitted";
        });
        Thread runner = new Thread(next);
        runner.start();
        await().until(() -> runner.getState() == Thread.State.TIMED_WAITING);
        assertThat(next.isDone()).isFalse();

        // When
        outlet.take(full);

        // Then
        assertThat(next.get()).isEqualTo("admitted");
    }

    @Test
    void waitingForTheOwnerEndsWhenTheAssignmentIsClosed() throws InterruptedException {
        // Given
        outlet.pass(work(), new Outputs(List.of(new ProducerRecord<>("invoices", new byte[1])), 65L << 20));
        Work work = work();

        // When
        work.assignment().close();

        // Then
        outlet.admit(work);
        assertThat(outlet.waiting()).isGreaterThan(64L << 20);
    }

    private static Work work() {
        return Samples.work(Samples.record(7, "alice", "order"));
    }
}
