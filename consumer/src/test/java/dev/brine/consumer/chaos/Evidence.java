package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a run has left behind.
 *
 * @param seed of the dice
 * @param topic whose partitions these are
 * @param retryTopic beside it
 * @param sent acknowledged records by partition and offset
 * @param events what workers told, in order
 * @param commits what the coordinator wrote for the topic, in order
 * @param logCommits and for the retry topic
 * @param ends where each partition ends
 * @param letters how many dead letters there are of a position, which is {@code partition@offset}
 * @param parked what the retry topic holds, by partition and offset
 * @param outputs what a reader of committed records finds in the topic that handlers send to, in order
 * @param visible positions that a reader of committed records finds when all is over
 * @param failures of workers that ended by themselves
 */
record Evidence(
        Mode mode,
        long seed,
        String topic,
        String retryTopic,
        Map<Integer, TreeMap<Long, Acknowledged>> sent,
        List<Event> events,
        List<Commit> commits,
        List<Commit> logCommits,
        Map<Integer, Long> ends,
        Map<String, Long> letters,
        Map<Integer, TreeMap<Long, ParkedCopy>> parked,
        List<Sight> outputs,
        Set<String> visible,
        List<Disturbance> disturbances,
        List<String> failures,
        long beganAt,
        long endedAt) {

    /**
     * @param token of the assignment that wrote it
     * @param millis when its producer was given it
     */
    record ParkedCopy(long sourceOffset, String token, long millis) {}

    /** An output, as it was seen, and of which record it is. */
    record Sight(String key, String position, long number) {}

    /** Workers that were torn away. */
    Set<String> killed() {
        return disturbances.stream()
                .filter(disturbance -> disturbance.what().equals("kill"))
                .map(Disturbance::worker)
                .collect(Collectors.toSet());
    }

    String text(Event event) {
        return event.since(beganAt);
    }

    String text(Commit commit) {
        return String.format(
                "commit at %s of %s partition %d offset %d%s",
                time(commit.millis()),
                commit.topic().equals(topic) ? "the source's" : "the retry topic's",
                commit.partition(),
                commit.offset(),
                commit.metadata().isEmpty() ? "" : " with " + commit.metadata());
    }

    String time(long millis) {
        return String.format("%.3f s", (millis - beganAt) / 1e3);
    }

    /** What befell a record and its partition, for whoever has to find out why. */
    String story(int partition, long offset) {
        Map<Long, String> lines = new TreeMap<>();
        events.stream()
                .filter(event -> event.partition() == partition)
                .filter(event -> event.offset() == offset || event.offset() < 0)
                .forEach(event -> lines.merge(event.millis(), text(event), (one, other) -> one + "; " + other));
        Stream.concat(commits.stream(), logCommits.stream())
                .filter(commit -> commit.partition() == partition)
                .forEach(commit -> lines.merge(commit.millis(), text(commit), (one, other) -> one + "; " + other));
        parked.getOrDefault(partition, new TreeMap<>()).entrySet().stream()
                .filter(copy -> copy.getValue().sourceOffset() == offset)
                .forEach(copy -> lines.merge(
                        copy.getValue().millis(),
                        "copy at " + copy.getKey() + " of the retry topic with token "
                                + copy.getValue().token(),
                        (one, other) -> one + "; " + other));
        String line = System.lineSeparator() + "      ";
        return line + String.join(line, lines.values());
    }
}
