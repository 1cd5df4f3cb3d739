package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;

/**
 * How often a handler is called with a message, and how long is waited in between. Each wait is twice the one before, up
 * to the cap, and a random part of up to a fifth shorter, so that what failed together does not return together.
 *
 * <p>Waiting holds no thread and no place under the in-flight cap; it holds back the later records of the same lane.
 * Attempts are counted within one assignment: whoever gets the partition next starts at 1.
 *
 * <p>Not every failure is worth another attempt: {@link #giveUpOn}, {@link #stopOn} and {@link #classify} say which are
 * not. What a handler says by itself, with {@link SkipException}, {@link GiveUpException} or {@link StopException}, is
 * not asked about.
 *
 * @param attempts calls in all, 1 or more
 * @param backoff the first wait
 * @param cap the longest wait
 * @param classifier says what a failure means; called by many threads, must not block
 */
public record Retry(
        int attempts, Duration backoff, Duration cap, Function<? super Throwable, FailureClass> classifier) {

    /** 5 attempts, 100 ms to 10 s apart. */
    public static final Retry DEFAULT = new Retry(5, Duration.ofMillis(100), Duration.ofSeconds(10));

    public Retry {
        requireNonNull(classifier, "classifier");
        requireNonNull(backoff, "backoff");
        requireNonNull(cap, "cap");
        if (attempts < 1) {
            throw new IllegalArgumentException("retry attempts must be 1 or more (1 is no retry): " + attempts);
        }
        if (backoff.isNegative() || cap.compareTo(backoff) < 0) {
            throw new IllegalArgumentException(
                    "retry backoff must not be negative, and cap not below it: backoff " + backoff + ", cap " + cap);
        }
    }

    /** Every failure is tried again. */
    public Retry(int attempts, Duration backoff, Duration cap) {
        this(attempts, backoff, cap, FailureRules.ALL_RETRY);
    }

    /** So many calls in all, with the default waits. */
    public static Retry times(int attempts) {
        return new Retry(attempts, DEFAULT.backoff, DEFAULT.cap);
    }

    /** No second call. */
    public static Retry never() {
        return times(1);
    }

    /** The first wait; the cap grows to it if it is below. */
    public Retry backoff(Duration first) {
        return new Retry(attempts, first, cap.compareTo(first) < 0 ? first : cap, classifier);
    }

    public Retry cap(Duration longest) {
        return new Retry(attempts, backoff, longest, classifier);
    }

    /**
     * What a failure means, for those that no class is named for with {@link #giveUpOn}, {@link #stopOn} or {@link
     * #retryOn}. A rule that fails itself or answers null means {@link FailureClass#RETRY}. A stage's failure comes
     * without its {@code CompletionException}, causes are for the rule to look at.
     */
    public Retry classify(Function<? super Throwable, FailureClass> rule) {
        return classed(FailureRules.with(classifier, rule));
    }

    /** Failures of these classes and what extends them become dead letters at once; the nearest class named decides. */
    @SafeVarargs
    public final Retry giveUpOn(Class<? extends Throwable>... classes) {
        return classed(FailureRules.with(classifier, FailureClass.GIVE_UP, classes));
    }

    /** Failures of these classes end the worker, see {@link StopException}; the nearest class named decides. */
    @SafeVarargs
    public final Retry stopOn(Class<? extends Throwable>... classes) {
        return classed(FailureRules.with(classifier, FailureClass.STOP, classes));
    }

    /** Failures of these classes are tried again: exceptions to a wider class that is named for something else. */
    @SafeVarargs
    public final Retry retryOn(Class<? extends Throwable>... classes) {
        return classed(FailureRules.with(classifier, FailureClass.RETRY, classes));
    }

    private Retry classed(Function<? super Throwable, FailureClass> rule) {
        return new Retry(attempts, backoff, cap, rule);
    }

    /**
     * The wait after a failure.
     *
     * @param failures how many there were, 1 or more
     * @param random in [0, 1)
     */
    public Duration waitAfter(int failures, double random) {
        long first = backoff.toNanos();
        int doublings = Math.min(failures - 1, Long.numberOfLeadingZeros(Math.max(first, 1)) - 1);
        long wait = Math.min(first << doublings, cap.toNanos());
        return Duration.ofNanos(wait - (long) (wait * random / 5));
    }
}
