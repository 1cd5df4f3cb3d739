package dev.brine.consumer.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.Health;
import dev.brine.consumer.Health.Progress;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.WorkerException;
import dev.brine.consumer.internal.deadletters.DeadLetterPublisher;
import dev.brine.consumer.internal.deadletters.DeadLetterRecords;
import dev.brine.consumer.internal.deadletters.DeadLetters;
import dev.brine.consumer.internal.deadletters.TransactionalLetters;
import dev.brine.consumer.internal.handling.Outcomes;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.pacing.PacingMeters;
import dev.brine.consumer.internal.pacing.Regulator;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that owns the consumer. A turn takes back what has ended, fires retries, commits, bounds what is fetched,
 * and polls; it never waits for anything but the poll. {@link #stop}, {@link #health} and {@link #failure} may be called
 * by any thread.
 */
public final class OwnerLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(OwnerLoop.class);

    private static final long IDLE_NANOS = 500_000_000;
    private static final long WATCHFUL_NANOS = 20_000_000;
    private static final long ALIVE_NANOS = 120_000_000_000L;
    /** What stands in the way besides handlers. */
    private static final Set<Progress> OUTSIDE = EnumSet.of(Progress.DEAD_LETTERS_DOWN, Progress.RETRIES_DOWN);

    private static final Duration LEAVE = Duration.ofSeconds(5);
    private static final Duration COMMIT = Duration.ofSeconds(2);

    private final Settings settings;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Completions completions;
    private final DeadLetters deadLetters;
    private final Outcomes<?, ?> outcomes;
    private final Processor processor;
    private final Dispatcher dispatcher;
    private final @Nullable ParkingLot parking;
    private final Threads threads;
    private final WorkerMeters meters;
    private final Partitions partitions;
    private final RetryTimers timers;
    private final Finisher finisher;
    private final OffsetCommits commits;
    private final boolean transactional;
    private final Rewind rewind;
    private final Rebalance rebalance;
    private final @Nullable FoundTopics found;
    private final Attendance attendance;
    private final Intake intake;
    private final Pressure pressure;
    private final HealthWatch health;
    private final @Nullable Timekeeper pacer;
    private final @Nullable Regulator regulator;
    private final @Nullable Shares shares;

    private volatile long lastTurn = System.nanoTime();
    private volatile boolean ended;
    private volatile boolean joined;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Throwable fault;

    /** Why a handler wants this worker to end. Owner thread. */
    private @Nullable WorkerException stopCause;

    private volatile int unfinished;
    private volatile boolean stopping;
    private volatile long stopBy;

    /**
     * @param producer for dead letters that do not go out in transactions, and for what is parked; null if there are neither
     * @param exactly null for processing at least once
     * @param retries null for a worker without retry topics
     */
    public OwnerLoop(
            Settings settings,
            Consumer<ByteBuffer, ByteBuffer> consumer,
            @Nullable Producer<byte[], byte[]> producer,
            @Nullable ExactlyOnce exactly,
            @Nullable RetryRuntime retries,
            Processor processor,
            Outcomes<?, ?> outcomes,
            Threads threads,
            PollBounds bounds) {
        this.settings = settings;
        this.consumer = consumer;
        this.processor = processor;
        this.outcomes = outcomes;
        this.threads = threads;
        meters = new WorkerMeters(settings.meters(), settings.group());
        completions = new Completions(consumer::wakeup);
        deadLetters = deadLetters(producer, exactly);
        pacer = settings.pacing().isNone() ? null : new Timekeeper(settings.name() + "-pacing");
        regulator = pacer == null ? null : regulator(settings, pacer);
        Processor paced = regulator == null ? processor : regulator.around(processor);
        dispatcher = Dispatcher.of(
                settings.inFlight(),
                retries == null ? paced : retries.around(paced),
                completions,
                this::leave,
                threads,
                // A transaction has the outputs of a lane in their order, and what is parked has its followers.
                exactly == null && retries == null,
                this::faulted);
        partitions = new Partitions(lanes(settings), meters);
        shares = regulator == null ? null : new Shares(consumer, partitions, regulator);
        if (regulator != null) {
            regulator.releasing(dispatcher::add, dispatcher::start);
        }
        timers = new RetryTimers(dispatcher::add);
        transactional = exactly != null;
        parking = retries == null || producer == null
                ? null
                : new ParkingLot(settings, retries, producer, partitions, dispatcher, completions, meters);
        Beginnings beginnings = new Beginnings(consumer, new CommittedMaps(meters), parking);
        rewind = new Rewind(consumer, partitions, beginnings, bounds.revokeDrain());
        Transactions transactions = exactly == null
                ? null
                : new Transactions(settings, consumer, partitions, exactly, rewind, meters, completions::wake);
        commits =
                transactions != null ? transactions : new Commits(consumer, partitions, meters, settings.committing());
        finisher = new Finisher(completions, timers, this::stopOn, transactions, parking);
        Drain onRevoke = new Drain(finisher, timers, dispatcher, bounds.revokeDrain());
        Departures departures = new Departures(partitions, commits, timers, onRevoke, meters);
        rebalance = new Rebalance(consumer, partitions, beginnings, rewind, transactional, departures);
        found = settings.subscription().pattern() == null
                ? null
                : new FoundTopics(settings.name(), rebalance, topics -> TopicCheck.deadLetters(settings, topics));
        attendance = new Attendance(
                settings.group(),
                consumer,
                completions,
                bounds.absence(),
                System::nanoTime,
                this::subscribe,
                rebalance::memberIsGone);
        intake = new Intake(partitions, dispatcher);
        pressure = new Pressure(consumer, partitions, settings.committing().metadataLimit());
        Regulator holding = regulator;
        health = new HealthWatch(
                consumer,
                partitions,
                timers,
                deadLetters,
                processor::overdue,
                parking,
                (owned, offset) -> holding != null && holding.holds(owned, offset),
                settings.stalledAfter());
        meters.worker(settings.name(), dispatcher::inHandlers, deadLetters::pending);
    }

    @Override
    public void run() {
        try {
            deadLetters.start();
            if (parking != null) {
                parking.start();
            }
            if (found != null) {
                found.start();
            }
            attendance.begin();
            while (!stopping) {
                turn();
            }
            drain();
        } catch (Throwable t) {
            failure = t;
            log.atError().addKeyValue("group", settings.group()).setCause(t).log("worker failed and ends");
            partitions.all().forEach(Assignment::close);
        } finally {
            end();
        }
    }

    /** Asks the loop to drain and end; called again, the earlier of the deadlines counts. */
    public void stop(Duration atMost) {
        long by = System.nanoTime() + atMost.toNanos();
        if (!stopping || by - stopBy < 0) {
            stopBy = by;
        }
        stopping = true;
        completions.wake();
    }

    /** Records that were in handlers when the time to drain was over. */
    public int unfinished() {
        return unfinished;
    }

    /** Why the loop has ended by itself; null if it has not. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /**
     * Changes a rate.
     *
     * @param topic empty for all together
     * @throws IllegalStateException if there was no such limit from the beginning
     */
    public void rateLimit(String topic, RateLimit limit) {
        if (regulator == null) {
            throw new IllegalStateException("the worker was built without rate limits, so there is none to change");
        }
        regulator.rate(topic, limit);
    }

    public Health health() {
        boolean alive = !ended && System.nanoTime() - lastTurn < ALIVE_NANOS;
        Throwable failed = failure;
        if (failed != null) {
            return new Health(false, false, Progress.STALLED, "the worker has failed: " + failed.getMessage());
        }
        String own = commits.trouble();
        String trouble = own == null ? rewind.trouble() : own;
        if (trouble != null) {
            return new Health(alive, !ended && joined, Progress.STALLED, trouble);
        }
        HealthWatch.Finding finding = health.finding();
        String paused = regulator == null ? null : regulator.paused();
        if (paused != null && !OUTSIDE.contains(finding.progress())) {
            finding = new HealthWatch.Finding(Progress.CIRCUIT_OPEN, paused);
        }
        return new Health(alive, !ended && joined, finding.progress(), finding.reason());
    }

    private void turn() {
        Throwable broken = fault;
        if (broken != null) {
            throw new IllegalStateException("a runner failed outside of a handler", broken);
        }
        long now = System.nanoTime();
        lastTurn = now;
        commits.ended(finisher.takeBack());
        meters.handOver();
        if (timers.fire(now) > 0) {
            dispatcher.start();
        }
        if (!transactional) {
            // With transactions it depends on theirs.
            rewind.advance(now);
        }
        if (parking != null) {
            parking.turn(now);
        }
        if (shares != null) {
            shares.look(now);
        }
        dispatcher.nudge();
        commits.maybe(now);
        int roomAfter = Math.min(pressure.apply(), commits.wakeAfter());
        health.look(now);
        joined = rebalance.joined() || consumer.groupMetadata().generationId() > 0;
        Duration wait = completions.arm(roomAfter) ? Duration.ofNanos(untilNext(now)) : Duration.ZERO;
        intake.take(attendance.attend(wait));
    }

    private long untilNext(long now) {
        long wait = pressure.stuck() || rewind.pending() || dispatcher.hasReady() ? WATCHFUL_NANOS : IDLE_NANOS;
        long next = timers.nanosToNext(now, commits.nanosToNext(now, wait));
        return parking == null ? next : parking.nanosToNext(next);
    }

    private void subscribe() {
        if (found == null) {
            consumer.subscribe(settings.subscription().topics(), rebalance);
        } else {
            consumer.subscribe(requireNonNull(settings.subscription().pattern()), found);
        }
    }

    /** Nothing new is handed out; what is in handlers may end; polling goes on, so that the group does not miss us. */
    private void drain() {
        rebalance.closing();
        partitions.all().forEach(Assignment::close);
        pressure.pauseAll();
        finisher.takeBack();
        while (partitions.inHandlers() > 0 && System.nanoTime() - stopBy < 0) {
            lastTurn = System.nanoTime();
            commits.maybe(lastTurn);
            attendance.poll(completions.arm(1) ? Duration.ofNanos(WATCHFUL_NANOS) : Duration.ZERO);
            finisher.takeBack();
        }
        int left = partitions.inHandlers();
        unfinished = left;
        log.atInfo()
                .addKeyValue("group", settings.group())
                .log("worker drained; {} records still in handlers will be delivered again", left);
    }

    private void end() {
        try {
            finisher.takeBack();
            if (failure == null) {
                lastCommit();
            } else {
                commits.afterFailure(COMMIT);
            }
            if (found != null) {
                found.close();
            }
            if (pacer != null && regulator != null) {
                pacer.close();
                regulator.close();
            }
            threads.interruptAll();
            deadLetters.close();
            if (parking != null) {
                parking.close();
            }
            commits.close();
            consumer.close(CloseOptions.timeout(LEAVE));
        } catch (RuntimeException | Error e) {
            log.atWarn().addKeyValue("group", settings.group()).setCause(e).log("worker did not close cleanly");
        } finally {
            if (failure == null) {
                failure = stopCause;
            }
            processor.close();
            meters.close();
            ended = true;
        }
    }

    /** A group may rebalance for longer than a commit takes, if another member says nothing; so may the worker drain. */
    private void lastCommit() {
        while (!commits.last(() -> attendance.poll(Duration.ofNanos(WATCHFUL_NANOS)), COMMIT)) {
            lastTurn = System.nanoTime();
            if (lastTurn - stopBy >= 0) {
                log.atWarn()
                        .addKeyValue("group", settings.group())
                        .log("the last commit was not possible; what it would have said is done again");
                return;
            }
        }
    }

    /** Everything else is drained and committed; the worker has failed only after that. */
    private void stopOn(Work work) {
        if (stopCause == null) {
            stopCause = Stopping.because(work);
            stop(settings.drain());
        }
    }

    private DeadLetters deadLetters(@Nullable Producer<byte[], byte[]> producer, @Nullable ExactlyOnce exactly) {
        DeadLetterRecords records = new DeadLetterRecords(settings.group(), settings.deadLetters());
        if (exactly != null) {
            return new TransactionalLetters(
                    records, exactly.outlet(), this::deadLetterAcknowledged, this::deadLetterLater);
        }
        return new DeadLetterPublisher(
                settings.name() + "-dead-letters",
                requireNonNull(producer, "producer"),
                records,
                (work, where) -> deadLetterAcknowledged(work),
                this::deadLetterAbandoned);
    }

    /** Work on its way to another topic, or that has to wait. A runner's thread. */
    private void leave(Work work) {
        if (regulator != null && work.verdict() == Verdict.WAIT) {
            regulator.hold(work);
        } else if (parking != null && work.verdict() == Verdict.PARK) {
            parking.publish(work);
        } else {
            deadLetters.accept(work);
        }
    }

    private void deadLetterAcknowledged(Work work) {
        outcomes.dead(work);
        dispatcher.deadLetterAcknowledged(work);
    }

    private void deadLetterLater(Work work) {
        work.detach();
        completions.pushAndWake(work, Verdict.RETRY);
        work.assignment().leave();
    }

    private void deadLetterAbandoned(Work work) {
        dispatcher.abandon(work);
    }

    private void faulted(Throwable broken) {
        fault = broken;
        completions.wake();
    }

    private static Regulator regulator(Settings settings, Timekeeper pacer) {
        PacingMeters meters = new PacingMeters(settings.meters(), settings.group(), settings.name());
        return new Regulator(settings.pacing(), settings.group(), System::nanoTime, pacer::after, meters);
    }

    private static Function<Assignment, Lanes> lanes(Settings settings) {
        return switch (settings.ordering()) {
            case KEY -> Lanes::keys;
            case PARTITION -> Lanes::partition;
            case NONE -> Lanes::none;
        };
    }
}
