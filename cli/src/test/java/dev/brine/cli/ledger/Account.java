package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What one client has offered and what it was told, held against a topic. Ids are {@code SERIES-NUMBER}. */
final class Account {

    private final String topic;
    private final Map<String, Integer> offered = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong progress = new AtomicLong();

    Account(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    void offered(String id) {
        offered.merge(id, 1, Integer::sum);
    }

    void acknowledged(String id, long offset) {
        acknowledged.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet()).add(offset);
        progress.incrementAndGet();
    }

    int offers() {
        return offered.size();
    }

    int acknowledgements() {
        return acknowledged.size();
    }

    /** Ids that were offered and are not among these. */
    Set<String> missing(List<Row> rows) {
        Set<String> missing = new LinkedHashSet<>(offered.keySet());
        rows.forEach(row -> missing.remove(row.id()));
        return missing;
    }

    /** For people: how many are missing, and some of them. */
    String lacks(List<Row> rows) {
        Set<String> missing = missing(rows);
        return this + ", " + missing.size() + " missing: "
                + missing.stream().sorted().limit(20).toList();
    }

    /** Every acknowledgement names a place, and there it is. */
    void acknowledgedIsThere(List<Row> rows) {
        Map<Long, String> places = new HashMap<>();
        rows.forEach(row -> places.put(row.offset(), row.id()));
        List<String> wrong = new ArrayList<>();
        acknowledged.forEach((id, offsets) -> offsets.stream()
                .filter(offset -> !id.equals(places.get(offset)))
                .forEach(offset -> wrong.add(id + " at " + offset + " is " + places.get(offset))));
        assertThat(wrong)
                .as("acknowledged, and not where it was said to be in %s", topic)
                .isEmpty();
    }

    /** Nothing is in the topic more often than it was sent, and nothing that was not. */
    void noMoreThanOffered(List<Row> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.id(), 1, Integer::sum));
        counts.entrySet().removeIf(entry -> entry.getValue() <= offered.getOrDefault(entry.getKey(), 0));
        assertThat(counts).as("in %s more often than it was sent", topic).isEmpty();
    }

    /** Of each series, what was acknowledged is in the topic in its order. */
    void acknowledgedInOrder() {
        Map<String, TreeMap<Long, Long>> series = new TreeMap<>();
        acknowledged.forEach((id, offsets) -> {
            int dash = id.lastIndexOf('-');
            series.computeIfAbsent(id.substring(0, dash), key -> new TreeMap<>())
                    .put(Long.parseLong(id.substring(dash + 1)), Collections.max(offsets));
        });
        series.forEach((name, offsets) -> assertThat(List.copyOf(offsets.values()))
                .as("offsets of %s in %s", name, topic)
                .isSorted());
    }

    void noStrangers(List<Row> rows) {
        assertThat(rows).as("in %s and never offered", topic).allMatch(row -> offered.containsKey(row.id()));
    }

    /** The same origin is the same value, byte by byte; and, if it is said so, the same value has the same origin. */
    void duplicatesAreRecognisable(List<Row> rows, boolean ofOneOrigin) {
        Map<String, Row> byOrigin = new HashMap<>();
        Map<String, Row> byId = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        for (Row row : rows) {
            Row same = byOrigin.putIfAbsent(row.origin(), row);
            if (same != null && (!same.id().equals(row.id()) || !same.value().equals(row.value()))) {
                wrong.add(row.origin() + " is " + same.id() + " and " + row.id());
            }
            Row twin = byId.putIfAbsent(row.id(), row);
            if (ofOneOrigin && twin != null && !twin.origin().equals(row.origin())) {
                wrong.add(row.id() + " came from " + twin.origin() + " and from " + row.origin());
            }
        }
        assertThat(wrong)
                .as("duplicates in %s that cannot be told, or are none", topic)
                .isEmpty();
    }

    /**
     * Of each series the numbers rise, but for what came before.
     *
     * @param batch what is sent at once: of that, a part may have to be sent again after the rest has arrived
     */
    void inOrder(List<Row> rows, int batch) {
        Map<String, Long> last = new HashMap<>();
        Set<String> met = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        for (Row row : rows) {
            int dash = row.id().lastIndexOf('-');
            String series = row.id().substring(0, dash);
            long number = Long.parseLong(row.id().substring(dash + 1));
            if (met.add(row.id()) && last.merge(series, number, Math::max) >= number + batch) {
                wrong.add(row.id() + " at " + row.offset() + " behind " + series + "-" + last.get(series));
            }
        }
        assertThat(wrong).as("out of order in %s", topic).isEmpty();
    }

    @Override
    public String toString() {
        return topic + ": " + offered.size() + " offered, " + acknowledged.size() + " acknowledged";
    }
}
