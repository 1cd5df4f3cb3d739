package dev.brine.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger at the end.
 *
 * @param sent different records that the broker acknowledged
 * @param processed different records that a handler finished
 * @param dead different records among the dead letters
 * @param lost acknowledged, and neither processed nor dead
 * @param duplicates times that a record was finished or dead-lettered once more
 * @param outOfOrder records first finished after a later one of their key
 * @param seconds from the first record sent to the last one finished
 * @param poisonAlive poison records that are not among the dead letters
 * @param unexpected dead letters that were no poison
 */
record Balance(
        long sent,
        long processed,
        long dead,
        long lost,
        long duplicates,
        long outOfOrder,
        Map<String, Long> byVersion,
        Map<String, Long> byCodec,
        Map<String, Long> byFrame,
        Map<String, Long> deadByCause,
        double seconds,
        long poisonAlive,
        long unexpected) {

    Balance {
        byVersion = new TreeMap<>(byVersion);
        byCodec = new TreeMap<>(byCodec);
        byFrame = new TreeMap<>(byFrame);
        deadByCause = new TreeMap<>(deadByCause);
    }

    long perSecond() {
        return seconds <= 0 ? 0 : Math.round((processed + dead) / seconds);
    }

    /** What is wrong, a sentence each; empty when the ledger balances. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        fault(faults, lost, "acknowledged records were neither processed nor dead-lettered");
        fault(faults, outOfOrder, "records were processed after a later one of their key");
        fault(faults, poisonAlive, "poison records are not among the dead letters");
        fault(faults, unexpected, "dead letters were sound records");
        return faults;
    }

    /**
     * The object that {@code --json} prints.
     *
     * @param sawSending whether this process sent the records; what it could not see is null
     * @param sawWork whether this process worked on them
     */
    Map<String, Object> json(boolean sawSending, boolean sawWork) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sent", sawSending ? sent : null);
        json.put("processed", sawWork ? processed : null);
        json.put("dead", sawWork ? dead : null);
        json.put("lost", sawSending && sawWork ? lost : null);
        json.put("duplicates", sawWork ? duplicates : null);
        json.put("out_of_order", sawWork ? outOfOrder : null);
        json.put("by_version", byVersion);
        json.put("by_codec", byCodec);
        json.put("by_frame", byFrame);
        json.put("dead_by_cause", deadByCause);
        json.put("seconds", Math.round(seconds * 1000) / 1000.0);
        json.put("records_per_second", sawWork ? perSecond() : seconds <= 0 ? 0 : Math.round(sent / seconds));
        return json;
    }

    private static void fault(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(count + " " + what);
        }
    }
}
