package dev.brine.gateway.sink;

import dev.brine.gateway.flow.TopicFormats;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;

/**
 * What a sink works with; all of it belongs to the daemon and outlives the sink.
 *
 * @param worker the name of the worker whose records these are
 * @param formats what topics hold
 * @param directory in which commands run
 */
public record SinkContext(String worker, TopicFormats formats, Path directory, MeterRegistry meters) {}
