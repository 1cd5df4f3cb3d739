package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Sent.Acknowledged;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a run has left behind.
 *
 * @param topic whose partitions these are
 * @param sent acknowledged records by partition and offset
 * @param events what workers told, in order
 * @param commits what the coordinator wrote, in order
 * @param ends where each partition ends
 * @param letters positions of which a dead letter is there, as {@code partition@offset}
 * @param visible what a reader of committed records finds when all is over, as {@code partition@offset}
 * @param failures of workers that ended by themselves
 */
record Evidence(
        String topic,
        Map<Integer, TreeMap<Long, Acknowledged>> sent,
        List<Event> events,
        List<Commit> commits,
        Map<Integer, Long> ends,
        Set<String> letters,
        Set<String> visible,
        List<Disturbance> disturbances,
        List<String> failures,
        long beganAt,
        long endedAt) {

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
                "commit at %.3f s of partition %d offset %d",
                (commit.millis() - beganAt) / 1e3, commit.partition(), commit.offset());
    }
}
