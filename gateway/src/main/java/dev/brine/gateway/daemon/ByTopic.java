package dev.brine.gateway.daemon;

import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.StartProblem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;

/** Reads each topic by its own binding. Safe for use by many threads. */
final class ByTopic<T> implements RecordReader<T> {

    private final Map<String, RecordReader<T>> readers = new ConcurrentHashMap<>();
    private final Function<String, RecordReader<T>> open;

    ByTopic(Function<String, RecordReader<T>> open) {
        this.open = open;
    }

    @Override
    public Reading<T> resolve(String topic, Headers headers, ByteBuffer bytes) {
        return of(topic).resolve(topic, headers, bytes);
    }

    @Override
    public List<StartProblem> verify(String topic) {
        return of(topic).verify(topic);
    }

    @Override
    public void close() {
        readers.values().forEach(RecordReader::close);
    }

    private RecordReader<T> of(String topic) {
        RecordReader<T> known = readers.get(topic);
        return known != null ? known : readers.computeIfAbsent(topic, open);
    }
}
