package dev.brine.cli.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the demo ended.
 *
 * @param sawSending whether it is known what was sent
 * @param sawWork whether workers ran in this process
 * @param input whether the data were lines of a file
 * @param equal lines that came back as they went in
 * @param different numbers of the lines that came back otherwise
 * @param bad lines that were not sent, with the reason
 * @param firstAfter seconds from the start of the process to the first record processed; 0 if there was none
 */
record DemoResult(
        Balance balance,
        boolean sawSending,
        boolean sawWork,
        boolean input,
        long equal,
        List<Long> different,
        Map<Long, String> bad,
        double firstAfter) {

    /** What is wrong, a sentence each. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (sawWork) {
            // Without the sender's side nothing can be said to be lost.
            faults.addAll(sawSending ? balance.faults() : balance.outOfOrder() == 0 ? List.of() : balance.faults());
        }
        if (!different.isEmpty()) {
            faults.add(different.size() + " lines did not come back as they went in");
        }
        return faults;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(balance.json(sawSending, sawWork));
        if (input) {
            json.put("equal", equal);
            json.put("different", different.size());
        }
        return json;
    }
}
