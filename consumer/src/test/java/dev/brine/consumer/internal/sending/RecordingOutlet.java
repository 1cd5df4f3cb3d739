package dev.brine.consumer.internal.sending;

import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Keeps what it is handed, and answers as a test says. */
public final class RecordingOutlet implements Outlet {

    public final List<Outputs> handed = new ArrayList<>();

    /** What the next hand-over is answered with; null where nothing is to be waited for. */
    public CompletionStage<?> answer;

    @Override
    public CompletionStage<?> hand(Work work, Outputs outputs) {
        handed.add(outputs);
        return answer;
    }

    public List<String> values() {
        return handed.stream()
                .flatMap(outputs -> outputs.records().stream())
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() {}
}
