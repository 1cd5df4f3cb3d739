package dev.brine.gateway.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.DeduplicationStore;
import dev.brine.consumer.Message;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.gateway.config.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What holds a worker back, and what it need not do twice, as the configuration has it.
 *
 * @param commitRecords 0 for commits by time alone
 */
record Limits(
        Optional<RateLimit> rate,
        Map<String, RateLimit> topicRates,
        Optional<CircuitBreaker> breaker,
        int commitRecords,
        Optional<Deduplicate> deduplicate) {

    private static final int MOST_RECORDS = 10_000_000;
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * What is remembered as done.
     *
     * @param header whose value is a message's id; empty for its position
     * @param most ids
     * @param lifetime of an id
     */
    record Deduplicate(Optional<String> header, int most, Duration lifetime) {}

    /** @param topics those of the worker; empty if they are named by a pattern */
    static Limits from(Section worker, List<String> topics) {
        int commitRecords = worker.number("commit-every-records", 0, 0, MOST_RECORDS);
        Map<String, RateLimit> topicRates = new LinkedHashMap<>();
        Optional<RateLimit> all =
                worker.section("rate-limit").flatMap(section -> rateLimit(section, topics, topicRates));
        return new Limits(
                all,
                topicRates,
                worker.section("circuit-breaker").map(Limits::breaker),
                commitRecords,
                worker.section("deduplicate").map(Limits::deduplicate));
    }

    /** Tells a worker. */
    void applyTo(WorkerBuilder<?, ?> builder) {
        rate.ifPresent(builder::rateLimit);
        topicRates.forEach(builder::rateLimit);
        breaker.ifPresent(builder::circuitBreaker);
        if (commitRecords > 0) {
            builder.commitEvery(commitRecords);
        }
        deduplicate.ifPresent(wanted -> {
            DeduplicationStore store = DeduplicationStore.inMemory(wanted.most(), wanted.lifetime());
            wanted.header()
                    .ifPresentOrElse(
                            name -> builder.deduplicate(message -> header(message, name), store),
                            () -> builder.deduplicate(store));
        });
    }

    private static Optional<RateLimit> rateLimit(Section section, List<String> topics, Map<String, RateLimit> byTopic) {
        int records = section.number("records", 0, 0, MOST_RECORDS);
        Duration per = section.duration("per", Duration.ofSeconds(1), MOMENT, DAY);
        Optional<RateLimit> all = checked(section, records, per);
        section.named("topics").forEach((topic, one) -> {
            int own = one.number("records", 0, 0, MOST_RECORDS);
            Duration ownPer = one.duration("per", Duration.ofSeconds(1), MOMENT, DAY);
            checked(one, own, ownPer).ifPresent(limit -> byTopic.put(topic, limit));
            if (own == 0 && !one.has("records")) {
                one.mistake("records", "", "a whole number from 1 to " + MOST_RECORDS);
            }
            if (!topics.isEmpty() && !topics.contains(topic)) {
                section.mistake("topics", topic, "a topic of this worker: " + String.join(", ", topics));
            }
            one.done();
        });
        if (all.isEmpty() && !section.has("records") && !section.has("topics")) {
            section.mistake("records", "", "a whole number from 1 to " + MOST_RECORDS + ", or topics with theirs");
        }
        section.done();
        return all;
    }

    private static Optional<RateLimit> checked(Section section, int records, Duration per) {
        if (records == 0) {
            return Optional.empty();
        }
        if (records / (per.toMillis() / 1e3) > MOST_RECORDS) {
            section.mistake("records", "is more than " + MOST_RECORDS + " a second");
            return Optional.empty();
        }
        return Optional.of(RateLimit.of(records, per));
    }

    private static CircuitBreaker breaker(Section section) {
        CircuitBreaker usual = CircuitBreaker.DEFAULT;
        int failureRate = section.number("failure-rate", (int) (usual.failureRate() * 100), 1, 100);
        int window = section.number("window", usual.window(), 1, 100_000);
        int minimumCalls = section.number("minimum-calls", usual.minimumCalls(), 1, 100_000);
        Duration open = section.duration("open", usual.open(), MOMENT, DAY);
        Duration longest = section.duration("longest-open", usual.longestOpen(), MOMENT, DAY);
        int probes = section.number("probes", usual.probes(), 1, 10_000);
        boolean perTopic = section.flag("per-topic", usual.perTopic());
        section.done();
        if (minimumCalls > window) {
            section.mistake(
                    section.has("minimum-calls") ? "minimum-calls" : "window",
                    "minimum-calls (" + minimumCalls + ") is more than window (" + window
                            + "), so it would never open");
        }
        if (longest.compareTo(open) < 0) {
            section.mistake(section.has("longest-open") ? "longest-open" : "open", "longest-open is shorter than open");
        }
        return new CircuitBreaker(
                failureRate / 100.0,
                window,
                Math.min(window, minimumCalls),
                open,
                longest.compareTo(open) < 0 ? open : longest,
                probes,
                perTopic);
    }

    private static Deduplicate deduplicate(Section section) {
        Deduplicate wanted = new Deduplicate(
                section.optionalText("header"),
                section.number("most", 100_000, 1, MOST_RECORDS),
                section.duration("for", Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofDays(30)));
        section.done();
        return wanted;
    }

    private static @Nullable String header(Message<?, ?> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
