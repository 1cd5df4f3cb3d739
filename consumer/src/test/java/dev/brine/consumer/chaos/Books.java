package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.CommitWatch.Commit;
import dev.brine.consumer.chaos.Event.Kind;
import dev.brine.consumer.chaos.Evidence.ParkedCopy;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import dev.brine.consumer.internal.offsets.Snapshot;
import dev.brine.consumer.internal.retry.LogCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the coordinator knew of each partition at each time: which records are finished, and which of them only because
 * a copy is parked in the retry topic.
 */
final class Books {

    /** After what was written at a time; commits of one request have one time. */
    record State(long millis, Snapshot source, LogCommit log) {

        /** Whether the source does not deliver an offset again. */
        boolean covers(long offset) {
            return offset < source.next() || source.beyond().contains(offset);
        }

        /** Whether the next owner finds a copy parked. */
        boolean holds(long at, ParkedCopy copy) {
            boolean finished =
                    at < log.snapshot().next() || log.snapshot().beyond().contains(at);
            boolean trusted =
                    log.token() == null || at < log.fence() || log.token().equals(copy.token());
            return !finished && trusted;
        }
    }

    private static final State NOTHING = new State(0, new Snapshot(0, FinishedRanges.NONE), LogCommit.NONE);

    private final Evidence run;
    private final Map<Integer, TreeMap<Long, State>> states = new HashMap<>();
    private final Map<Integer, Map<Long, List<Event>>> parked = new HashMap<>();
    private int copies;

    Books(Evidence run) {
        this.run = run;
        for (Event event : run.events()) {
            if (event.kind() == Kind.PARKED) {
                copies++;
                parked.computeIfAbsent(event.partition(), partition -> new HashMap<>())
                        .computeIfAbsent(event.offset(), offset -> new ArrayList<>(1))
                        .add(event);
            }
        }
        Map<Integer, TreeMap<Long, List<Commit>>> byTime = new HashMap<>();
        run.commits().forEach(commit -> add(byTime, commit));
        run.logCommits().forEach(commit -> add(byTime, commit));
        byTime.forEach((partition, times) -> {
            TreeMap<Long, State> own = new TreeMap<>();
            State state = NOTHING;
            for (Map.Entry<Long, List<Commit>> at : times.entrySet()) {
                for (Commit commit : at.getValue()) {
                    state = commit.topic().equals(run.topic())
                            ? new State(at.getKey(), snapshot(commit), state.log())
                            : new State(at.getKey(), state.source(), log(commit));
                }
                own.put(at.getKey(), state);
            }
            states.put(partition, own);
        });
    }

    private static void add(Map<Integer, TreeMap<Long, List<Commit>>> byTime, Commit commit) {
        byTime.computeIfAbsent(commit.partition(), partition -> new TreeMap<>())
                .computeIfAbsent(commit.millis(), millis -> new ArrayList<>(2))
                .add(commit);
    }

    /** In the order of time. */
    Iterable<State> of(int partition) {
        return states.getOrDefault(partition, new TreeMap<>()).values();
    }

    State before(int partition, long millis) {
        Map.Entry<Long, State> last =
                states.getOrDefault(partition, new TreeMap<>()).lowerEntry(millis);
        return last == null ? NOTHING : last.getValue();
    }

    State last(int partition) {
        return before(partition, Long.MAX_VALUE);
    }

    /**
     * Whether the next owner would find a record parked, by what had been acknowledged until a time. A copy whose
     * acknowledgement got lost is one too, if the owner that committed had it before it when it read the log.
     */
    boolean isParked(State state, int partition, long offset, long millis) {
        Set<Long> acknowledged = parked.getOrDefault(partition, Map.of()).getOrDefault(offset, List.of()).stream()
                .filter(event -> event.millis() <= millis)
                .map(Event::at)
                .collect(Collectors.toSet());
        return run.parked().getOrDefault(partition, new TreeMap<>()).entrySet().stream()
                .filter(copy -> copy.getValue().sourceOffset() == offset)
                .filter(copy -> acknowledged.contains(copy.getKey())
                        || copy.getKey() < state.log().fence())
                .anyMatch(copy -> state.holds(copy.getKey(), copy.getValue()));
    }

    /** Copies that workers were told of. */
    int copies() {
        return copies;
    }

    private Snapshot snapshot(Commit commit) {
        String place = run.topic() + "-" + commit.partition();
        FinishedRanges beyond =
                CompletionMap.decode(place, commit.offset(), commit.metadata()) instanceof Restored.Map restored
                        ? restored.finished()
                        : FinishedRanges.NONE;
        return new Snapshot(commit.offset(), beyond);
    }

    private LogCommit log(Commit commit) {
        return LogCommit.decode(run.retryTopic() + "-" + commit.partition(), commit.offset(), commit.metadata());
    }
}
